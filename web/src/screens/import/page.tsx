/* page.tsx - one import from its files to what was written, in four steps; whoever comes back to it finds it where it is by now. */
import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { search } from '../../app/router.ts'
import { session } from '../../app/session.ts'
import { now } from '../../data/clock.ts'
import { hasEnded, useJob, type Followed } from '../../data/job.ts'
import type { Job } from '../../data/types.gen.ts'
import { moment } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Show, Waiting } from '../../ui/state.tsx'
import { calledAt, No } from '../no.tsx'
import { Again, emptyAnswers, isOpen, type Answer, type Answers } from './answers.tsx'
import { Cancel, CutOff, Write, Written } from './write.tsx'
import { FIGURE, isCutOff, namesOf } from '../became.ts'
import { Preview, previewLine } from './preview.tsx'
import { Recognised, useRecognisedLine } from './recognised.tsx'
import { Step } from './step.tsx'

const KEPT_MS = 24 * 3_600_000

export function ImportPage({ id }: { id: string }) {
  const here = useJob(id)
  return (
    <section class="page list">
      <header class="head"><h1><No at="/nap" />{calledAt('/nap', tell('imp.title'))}</h1>
        <div class="actions"><a class="button keep" href="/nap"><Icon name="left" />{tell('imp.all')}</a></div></header>
      <Show of={{ data: here.job, error: here.error, waiting: !here.job }} retry={() => here.again()} rows={6}>{job =>
        <Whole key={id} here={here} job={job} />}</Show>
    </section>
  )
}

/* The job of the address is the trial or what wrote it; the other is found by it. */
function Whole({ here, job }: { here: Followed; job: Job }) {
  const [made, setMade] = useState<string>(), trial = useJob(job.trial), writer = useJob(made ?? job.writer)
  const [answers] = useState(() => signal<Answer[]>([])), told = useRef<Told>({})
  const base = trial.job ?? job, written = writer.job ?? (job.dry_run ? undefined : job), mine = base.asked_by === session.value.username
  if (job.trial && !trial.job && !trial.error) return <Waiting rows={6} />
  keepByName(answers, told.current, base.names ?? [])
  /* Of what broke off the latest may be written once more. */
  const missed = Boolean(written && isCutOff(written) && written.id === (made ?? base.writer))
  return <>
    {!mine && <p class="bar-note"><Icon name="alert" />{tell('imp.theirs', { who: base.asked_by ?? '' })}</p>}
    <Steps key={hasEnded(base) ? base.changed_at : 'runs'} {...{ base, written, missed, mine, answers }} told={told.current} wrote={setMade}
      again={base === job ? now => { told.current = { names: now?.names ?? [], here: true }; here.again(now) } : undefined} />
  </>
}

/* names: those the answers are of; here: the trial that runs was begun by this window, and what is answered meanwhile goes after it. */
type Told = { names?: string[]; here?: boolean }

/* Another window left some files out: what was answered here stays with its file. */
function keepByName(answers: Answers, told: Told, names: string[]) {
  const were = told.names ?? names
  told.names = names
  if (were.join('/') === names.join('/')) return
  told.here = false
  answers.value = names.map(n => answers.peek()[were.indexOf(n)] ?? {})
}

type Props = { base: Job; written?: Job; missed: boolean; mine: boolean; answers: Answers; told: Told; again?: (now: Job) => void; wrote: (id: string) => void }

function Steps({ base, written, missed, mine, answers, told, again, wrote }: Props) {
  const [late] = useState(!emptyAnswers(answers) && told.here === true), kept = now() - Date.parse(base.created_at) < KEPT_MS
  useEffect(() => { if (hasEnded(base)) told.here = false }, [])
  const files = base.result?.files ?? [], tried = base.state === 'done', recognised = useRecognisedLine(files)
  const alone = base === written // written without a trial, by a program
  const may = mine && kept && (!written || missed) && again
  const open = tried && !written && (isOpen(files, answers) || files.some(f => !f.summary)), pending = !emptyAnswers(answers)
  const ready = tried && !pending && files.some(f => f.summary)
  return <>
    <Step n={1} title={tell('step.files')} open={false} done line={filesLine(base)} />
    <Step n={2} title={tell('step.read')} open={!alone && (!tried || open || pending)} done={alone || (tried && !open)}
      line={tried ? recognised : undefined}>
      {tried ? <><Recognised files={files} answers={answers} may={Boolean(may)} />{may && <Again base={base} answers={answers} done={may} late={late} />}</>
        : alone ? null : hasEnded(base) ? <><CutOff job={base} />{may && <Again base={base} answers={answers} done={may} once />}</>
        : <><Progress job={base} />{mine && <Cancel job={base} />}</>}
    </Step>
    <Step n={3} title={tell('step.preview')} open={ready && (!written || search.value.has(FIGURE))} done={Boolean(written)}
      line={written ? previewLine(files) : undefined}>
      {ready && <Preview key={search.value} id={base.id} files={files} kept={kept} />}</Step>
    <Step n={4} title={tell('step.write')} open={Boolean(written) || ready} done={written?.state === 'done'}>
      {written && <Written job={written} id={base.id} files={written.result?.files ?? files} mine={mine} kept={kept} />}
      {ready && (!written || missed) && <Write base={base} files={files} mine={mine} kept={kept} open={open} wrote={wrote} />}</Step>
  </>
}

const filesLine = (j: Job) => <>{namesOf(j)} <small>{moment(j.created_at)}</small></>
