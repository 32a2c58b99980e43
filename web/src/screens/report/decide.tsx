/* decide.tsx - an office takes a report in, has it opened again, or sends it back; back with what is wrong in which cell. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { api } from '../../data/api.ts'
import { draft, forgetDraft } from '../../data/draft.ts'
import type { FormLayout, Report, ReportHead } from '../../data/types.gen.ts'
import { moment, number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { placeOf } from './cells.ts'
import { CheckList } from './checks.tsx'
import { placeWords } from './heads.ts'

/* Does it, and what follows from it; it throws what was refused. */
export type Act = (act: () => Promise<Report>) => Promise<void>
type Props = { r: Report; onClose: () => void; act: Act }

export function Accept({ r, onClose, act }: Props) {
  const { sending, problem, send } = useSending(), go = () => send(() => act(() => api('POST', '/reports/{id}/accept', { at: { id: r.id } })))
  return (
    <Dialog title={tell('decide.accept')} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('do.accept')}</button>}>
      <p><strong>{r.official} · {r.unit_name}</strong></p><p>{tell('decide.accept.sure')}</p>
      {r.checks.length > 0 && <><p>{tell('decide.warnings', { n: number(r.checks.length) })}</p><CheckList checks={r.checks} /></>}
      <Refused text={problem} />
    </Dialog>
  )
}

export const Reopen = ({ r, onClose, act }: Props) => (
  <WithReason of={'reopen ' + sentKey(r)} title={tell('decide.reopen')} about={<p><strong>{r.official} · {r.unit_name}</strong></p>}
    note={tell('decide.reopen.sure')}
    label={tell('decide.reopen.why')} go={tell('do.reopen')} onClose={onClose}
    onGo={reason => act(() => api('POST', '/reports/{id}/reopen', { at: { id: r.id }, body: { reason } }))} />
)

/* of: what the draft of it is about. */
type ReasonProps = {
  of: string; title: string; about?: ComponentChildren; label: string; go: string; note?: string; lack?: string; onClose: () => void
  onGo: (reason: string) => Promise<void>
}

/* What is not done without saying why; lack: what else is to be said first. */
export function WithReason({ of, title, about, label, go, note, lack, onClose, onGo }: ReasonProps) {
  const { value: reason } = draft(of, ''), { sending, problem, send } = useSending(), lacks = lack ?? (reason.trim() === '' ? tell('decide.lack') : undefined)
  return (
    <Dialog title={title} onClose={onClose} onSubmit={() => { if (!lacks) void send(async () => { await onGo(reason.trim()); forgetDraft(of) }) }}
      actions={<><Lacks words={lacks} /><button type="submit" class="button primary" disabled={sending || !!lacks}>{go}</button></>}>
      {about}{note && <p>{note}</p>}
      <label class="stack">{label}<input value={reason} maxLength={1000} autocomplete="off"
        onInput={e => { draft(of, '').value = e.currentTarget.value }} /></label>
      <Refused text={problem} />
    </Dialog>
  )
}

/* By cell: what is wrong there. */
export type Notes = Map<string, string>

/* What was sent, and is to be given back: its remarks and the reason are one draft in the inbox and in the form. */
const sentKey = (r: Report | ReportHead) => `${r.id} ${r.edition} ${r.version}`
export const reasonKey = (r: Report | ReportHead) => 'return ' + sentKey(r)
/* Kept as a list: a map cannot be sealed. */
const none: [string, string][] = []
export function notesOf(r: Report | ReportHead) {
  const kept = draft('cells ' + sentKey(r), none)
  return { get value(): Notes { return new Map(kept.value) }, set value(n) { kept.value = [...n] } }
}

export const noteLack = (notes: Notes) => ([...notes.values()].some(x => x.trim() === '') ? tell('decide.lack.note') : undefined)
export async function giveBack(r: Report | ReportHead, reason: string, notes: Notes) {
  const body = { note: reason, cells: [...notes].map(([key, note]) => ({ ...placeOf(key), note: note.trim() })) }
  const back = await api('POST', '/reports/{id}/return', { at: { id: r.id }, body })
  for (const key of [reasonKey(r), 'cells ' + sentKey(r)]) forgetDraft(key)
  return back
}

/* Cells are added by pressing them in the table; at: the one pressed last, which has the focus before the next key comes.  onEnter: one is written, or
 * dropped. */
type NotesProps = { r: Report; form?: FormLayout; notes: Notes; setNotes: (notes: Notes) => void; at?: string; onEnter?: (key: string) => void }

export function CellNotes({ r, form, notes, setNotes, at, onEnter }: NotesProps) {
  const list = useRef<HTMLUListElement>(null)
  useLayoutEffect(() => { if (at) list.current?.querySelector<HTMLInputElement>(`#note-${at}`)?.focus() }, [at, notes.size])
  const drop = (key: string) => { setNotes(new Map([...notes].filter(([k]) => k !== key))); onEnter?.(key) }
  return (
    <ul class="plainlist" ref={list}>{[...notes].map(([key, note]) => (
      <li key={key}><label for={'note-' + key}>{tell('decide.cell', placeWords(r, form, key))}</label>
        <span class="with-drop"><input id={'note-' + key} value={note} maxLength={1000} autocomplete="off"
          onInput={e => setNotes(new Map(notes).set(key, e.currentTarget.value))}
          onKeyDown={e => { if (onEnter && e.key === 'Enter' && !e.isComposing) { e.preventDefault(); onEnter(key) } }} />
          <button type="button" class="button plain" onClick={() => drop(key)}><Icon name="x" />
            <span class="hidden">{tell('decide.drop')}</span></button></span></li>
    ))}</ul>
  )
}

const decidedWords = (r: Report) => tell(r.state === 'accepted' ? 'page.accepted' : 'page.returned',
  { at: r.decided_at ? moment(r.decided_at) : '' })

export function Return({ act, now, ...of }: Props & NotesProps & { now: Report }) {
  const kept = draft(reasonKey(of.r), ''), reason = kept.value, { sending, problem, send } = useSending()
  const over = now.state === 'submitted' ? undefined : decidedWords(now)
  const lacks = over ? undefined : reason.trim() === '' ? tell('decide.lack') : noteLack(of.notes)
  const go = () => send(() => act(() => giveBack(of.r, reason.trim(), of.notes)))
  return (
    <form class="giving-back" onSubmit={e => { e.preventDefault(); if (!lacks && !over) void go() }}>
      <label class="stack">{tell('decide.why')}<textarea rows={3} value={reason} maxLength={1000}
        onInput={e => { kept.value = e.currentTarget.value }} /></label>
      <h3>{tell('decide.cells')}</h3><p class="quiet">{tell('cell.mark.how')}</p>
      <CellNotes {...of} />
      <Refused text={over ?? problem} />
      <Lacks words={lacks} /><button type="submit" class="button primary" disabled={sending || !!lacks || !!over}>{tell('do.return')}</button>
    </form>
  )
}
