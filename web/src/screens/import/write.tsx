/* write.tsx - the good rows are written; it can be watched, left, stopped, and taken back as a whole. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { api, type Problem } from '../../data/api.ts'
import { hasEnded, useJob } from '../../data/job.ts'
import type { ImportFile, ImportSummary, Job } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { moment, number } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { tell as jobWords } from '../../text/job.ts'
import { Told } from '../../record/told.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Progress } from '../../ui/progress.tsx'
import { ErrorFile } from './errorfile.tsx'
import { cutOffWords, isCutOff } from '../became.ts'
import { previewLine } from './preview.tsx'
import { undoneLine } from './undone.ts'
import { Refused, useSending } from '../../ui/sending.tsx'

const sum = (files: ImportFile[], of: (s: ImportSummary) => number) => files.reduce((n, f) => n + (f.summary ? of(f.summary) : 0), 0)
const writes = (s: ImportSummary) => s.created + s.enrolled + s.moved + s.changed

type WriteProps = { base: Job; files: ImportFile[]; mine: boolean; kept: boolean; open: boolean; wrote: (id: string) => void }

export function Write({ base, files, mine, kept, open, wrote }: WriteProps) {
  const { sending, problem, send } = useSending(), good = sum(files, s => s.rows - s.refused), bad = sum(files, s => s.refused)
  const asked = files.some(f => f.summary?.year_doubtful) && open
  const commit = () => send(async () => {
    const job = await api('POST', '/imports/{id}/commit', { at: { id: base.id } }).catch(writtenAlready)
    void forget('/imports')
    void forget('/jobs')
    wrote(job.id)
  })
  if (!mine) return <p class="quiet">{tell('wri.theirs')}</p>
  if (!kept) return <p class="quiet">{tell('wri.old')}</p>
  if (sum(files, s => s.rows) === 0) return <Refused text={tell('wri.norow')} />
  if (sum(files, writes) === 0) return <p class="done"><Icon name="check" />{tell(bad > 0 ? 'wri.nothing.good' : 'wri.nothing')}</p>
  return <>
    <p>{tell('wri.what')}</p>
    <Unread files={files} />
    <p class="actions"><button type="button" class="button primary" disabled={sending || asked} onClick={() => void commit()}>
      {bad > 0 ? tell('wri.do.bad', { good: number(good), bad: number(bad) }) : tell('wri.do', { good: number(good) })}</button>
      <Lacks words={asked ? tell('wri.asked') : ''} /></p>
    <Refused text={problem} />
  </>
}

/* The others go on without them. */
function Unread({ files }: { files: ImportFile[] }) {
  const names = files.filter(f => !f.summary).map(f => f.name).join(', ')
  return names ? <p class="problem warning"><Icon name="alert" />{tell('wri.unread', { names })}</p> : null
}

/* In another window, a moment ago: that one is followed. */
function writtenAlready(x: Problem): { id: string } {
  const id = x.key === 'import.committed' ? x.problems[0]?.message : undefined
  if (id) return { id }
  throw x
}

/* id: of the trial, where there was one; kept: the files are still there, to be given back with their mistakes marked. */
type WrittenProps = { job: Job; id: string; files: ImportFile[]; mine: boolean; kept: boolean }

export function Written({ job, id, files, mine, kept }: WrittenProps) {
  const ran = useRef(!hasEnded(job)), undo = <Undo {...{ job, files, mine }} />
  useEffect(() => { if (ran.current && hasEnded(job)) void forget('/') }, [job.state]) // lists and records are others now
  if (!hasEnded(job)) return <><Progress job={job} /><p class="quiet">{jobWords('job.leave')}</p>{mine && <Cancel job={job} />}</>
  if (isCutOff(job)) return <>
    <CutOff job={job} />{undo}
  </>
  return <>
    {!job.undone && <p class="done"><Icon name="check" />{tell('wri.done', { at: moment(job.changed_at) })}</p>}
    <p>{previewLine(files)}</p><Unread files={files} />
    {kept && !job.undone && files.map((f, at) => (f.summary?.refused ? <ErrorFile key={at} id={id} at={at} name={files[1] && f.name} /> : null))}
    {undo}
  </>
}

/* What was written by then stays, and why it ended. */
export const CutOff = ({ job }: { job: Job }) => <Refused text={`${cutOffWords(job)}. ${job.result?.detail ?? ''}`} />

export function Cancel({ job }: { job: Job }) {
  const { sending, problem, send } = useSending()
  const stop = () => send(async () => { await api('POST', '/jobs/{id}/cancel', { at: { id: job.id } }) })
  return <><p><button type="button" class="button" disabled={sending} onClick={() => void stop()}>
    <Icon name="x" />{tell('wri.stop')}</button></p><Refused text={problem} /></>
}

function Undo({ job, files, mine }: { job: Job; files: ImportFile[]; mine: boolean }) {
  const [asking, setAsking] = useState(false), [id, setId] = useState<string>(), undoing = useJob(id).job, { sending, problem, send } = useSending()
  const start = () => send(async () => { setId((await api('POST', '/imports/{id}/undo', { at: { id: job.id } })).id); setAsking(false) })
  useEffect(() => { if (undoing?.state === 'done') void forget('/') }, [undoing?.state])
  if (undoing && !hasEnded(undoing)) return <Progress job={undoing} />
  if (undoing?.state === 'done')
    return <p class="done"><Icon name="check" />{undoneLine(undoing.result, files)}</p>
  if (job.undone) return <p class="quiet">{tell('undo.was')}</p>
  if (!mine || !job.written) return null
  return <>
    {undoing?.state === 'failed' && <><Refused text={undoing.result?.detail ?? ''} />
      <ul class="plainlist">{(undoing.result?.problems ?? []).map((p, i) => <li key={i}><Told of={p} /></li>)}</ul></>}
    {asking ? <div class="said"><span>{tell('undo.what')}</span><Refused text={problem} />
      <button type="button" class="button" onClick={() => setAsking(false)}>{tell('undo.no')}</button>
      <button type="button" class="button primary" disabled={sending} onClick={() => void start()}>{tell('undo.do')}</button></div>
      : <p><button type="button" class="button" onClick={() => setAsking(true)}><Icon name="left" />{tell('undo.do')}</button></p>}
  </>
}
