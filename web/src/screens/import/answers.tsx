/* answers.tsx - what somebody says of each file: year, template, what the template asks, which column is what; the trial is done again with it. */
import { signal, type Signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import type { ImportFile, Job } from '../../data/types.gen.ts'
import { tell } from '../../text/import.ts'
import { Refused, useSending } from '../../ui/sending.tsx'

/* mapping: by title of the column, the field; '': of no interest.  sure: the year is meant although the file says another. */
export type Answer = { year?: number; sheet?: string; asks?: Record<string, string>; mapping?: Record<string, string>; left_out?: boolean; sure?: boolean }
export type Answers = Signal<Answer[]>

export function useAnswers(files: ImportFile[]): Answers {
  return useState(() => signal<Answer[]>(files.map(() => ({}))))[0]
}

export function answer(all: Answers, at: number, more: Answer) {
  all.value = all.value.map((a, i) => (i === at ? { ...a, ...more } : a))
}

const isSaid = ({ sure: _, ...a }: Answer) => Object.values(a).some(v => v !== undefined)
export const emptyAnswers = (all: Answers) => !all.value.some(isSaid)

export const isUnknown = (c: { field?: string | null; ignored: boolean; instead?: string | null }) => !c.field && !c.ignored && !c.instead

/* Something is still to be said of a file before it is written. */
export const yearOpen = (f: ImportFile, a: Answer | undefined) => Boolean(f.summary?.year_doubtful && !a?.sure && a?.year === undefined)
export const isOpen = (files: ImportFile[], all: Answers) => files.some((f, i) => yearOpen(f, all.value[i]) || f.summary?.mapping.some(isUnknown))

function bodyOf({ sure: _, mapping, ...rest }: Answer, f: ImportFile | undefined): Record<string, unknown> {
  const given = Object.fromEntries((f?.summary?.asks ?? []).flatMap(x => (x.from === 'given' && x.value ? [[x.name, x.value]] : [])))
  return {
    ...rest, ...(rest.asks ? { asks: { ...given, ...rest.asks } } : {}),
    ...(mapping ? { mapping: Object.entries(mapping).map(([title, field]) => ({ title, field })) } : {}),
  }
}

/* once: as it was, for so many files, since it did not come to an end. */
export function Again({ base, answers, done, once }: { base: Job; answers: Answers; done: () => void; once?: string }) {
  const { sending, problem, send } = useSending(), files = base.result?.files ?? [], said = answers.value
  const again = () => send(async () => {
    const told = (base.names ?? []).map((_, i) => bodyOf(said[i] ?? {}, files[i]))
    await api('POST', '/imports/{id}/again', { at: { id: base.id }, body: { files: told } })
    done()
  })
  if (!once && emptyAnswers(answers)) return null
  return (
    <div class="said">
      {!once && <span>{tell('again.said')}</span>}
      <Refused text={problem} />
      {!once && <button type="button" class="button" onClick={() => { answers.value = said.map(() => ({})) }}>{tell('again.drop')}</button>}
      <button type="button" class="button primary" disabled={sending || said.length > 0 && said.every(a => a.left_out)} onClick={() => void again()}>
        {tell(sending ? 'again.sending' : 'again.do')}</button>
    </div>
  )
}
