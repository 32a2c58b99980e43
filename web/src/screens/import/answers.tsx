/* answers.tsx - what somebody says of each file: year, template, what the template asks, which column is what; the trial is done again with it. */
import type { Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { api } from '../../data/api.ts'
import type { ImportFile, Job } from '../../data/types.gen.ts'
import { t } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { Refused, useSending } from '../../ui/sending.tsx'

/* mapping: by title of the column, the field; '': of no interest.  sure: the year is meant although the file says another.  null: told before, and no more. */
type Said = { year?: number; sheet?: string; asks?: Record<string, string>; mapping?: Record<string, string>; left_out?: boolean; sure?: boolean }
export type Answer = { [K in keyof Said]?: Said[K] | null }
/* Of some of the files. */
export type Answers = Signal<Answer[]>

export function answer(all: Answers, at: number, more: Answer) {
  const now = [...all.value]
  now[at] = { ...now[at], ...more }
  all.value = now
}

const isSaid = ({ sure: _, ...a }: Answer) => Object.values(a).some(v => v !== undefined)
export const emptyAnswers = (all: Answers) => !all.value.some(isSaid)

/* What was answered while others were on their way; a file that was left out is not there any more. */
function since(now: Answer[], sent: Answer[], files: number): Answer[] {
  return Array.from({ length: files }, (_, i) => i).filter(i => !sent[i]?.left_out).map(i => {
    const a = now[i] ?? {}, was = sent[i] ?? {}
    return Object.fromEntries((Object.keys({ ...was, ...a }) as (keyof Said)[]).filter(k => a[k] !== was[k]).map(k => [k, a[k] ?? null]))
  })
}

export const isUnknown = (c: { field?: string | null; ignored: boolean; instead?: string | null }) => !c.field && !c.ignored && !c.instead

/* Something is still to be said of a file before it is written. */
export const yearOpen = (f: ImportFile, a: Answer | undefined) => Boolean(f.summary?.year_doubtful && !a?.sure && !a?.year)
export const isOpen = (files: ImportFile[], all: Answers) => files.some((f, i) => yearOpen(f, all.value[i]) || f.summary?.mapping.some(isUnknown))

function bodyOf({ sure: _, mapping, ...rest }: Answer, f: ImportFile | undefined): Record<string, unknown> {
  const given = Object.fromEntries((f?.summary?.asks ?? []).flatMap(x => (x.from === 'given' && x.value ? [[x.name, x.value]] : [])))
  return {
    ...rest, ...(rest.asks ? { asks: { ...given, ...rest.asks } } : {}),
    ...(mapping === undefined ? {} : { mapping: mapping && Object.entries(mapping).map(([title, field]) => ({ title, field })) }),
  }
}

/* once: as it was, since it did not come to an end.  late: what is answered came too late for the trial before. */
type Props = { base: Job; answers: Answers; done: (now: Job) => void; once?: boolean; late?: boolean }

export function Again({ base, answers, done, once, late }: Props) {
  const { sending, problem, send } = useSending(), files = base.result?.files ?? [], said = answers.value, names = base.names ?? []
  const again = () => send(async () => {
    const told = names.map((_, i) => bodyOf(said[i] ?? {}, files[i]))
    const now = await api('POST', '/imports/{id}/again', { at: { id: base.id }, body: { files: told } })
    answers.value = since(answers.value, said, names.length)
    done(now)
  })
  useEffect(() => { if (late) void again() }, [])
  if (!once && emptyAnswers(answers)) return null
  return (
    <div class="said">
      {!once && <span>{tell('again.said')}</span>}
      <Refused text={problem} />
      {!once && <button type="button" class="button" onClick={() => { answers.value = [] }}>{tell('again.drop')}</button>}
      <button type="button" class="button primary" disabled={sending || names.every((_, i) => said[i]?.left_out)} onClick={() => void again()}>
        {sending ? tell('imp.sending') : t('state.retry')}</button>
    </div>
  )
}
