/* status.tsx - a status that people set by hand, since when and why. */
import { useEffect, useState } from 'preact/hooks'
import { api, type Problem } from '../data/api.ts'
import { forget } from '../data/use.ts'
import type { Trial } from '../data/types.gen.ts'
import type { Rec } from '../data/types.ts'
import { readDate, t } from '../text/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Refused } from '../ui/sending.tsx'
import type { Draft } from './draft.ts'
import { nameIn, type Code } from './known.ts'
import { clean } from './read.ts'
import { statusesByHand, statusTitle } from './statuses.ts'
import type { Type } from './type.ts'

export type Wish = { status: string; reason?: string; date?: string }

export const sendStatus = (type: Type, rec: Rec, wish: Wish) =>
  api<Rec>('POST', `/${type.plural}/${encodeURIComponent(rec.code)}/status`, { body: wish, version: rec.version })

/* The three questions, for one record or many; choices undefined: still looked for, none: there is nothing to ask. */
export function StatusForm({ choices, title, note, onClose, onSend, problem }:
  { choices: Code[] | undefined; title: string; note?: string; onClose: () => void; onSend: (w: Wish) => Promise<void>; problem?: string }) {
  const [status, setStatus] = useState(''), [reason, setReason] = useState(''), [day, setDay] = useState(''), [sending, setSending] = useState(false)
  const none = choices?.length === 0, date = day.trim() === '' ? undefined : readDate(day), wrong = day.trim() !== '' && !date
  const send = async () => {
    if (!status || wrong || sending) return
    setSending(true)
    await onSend({ status, reason: clean(reason) || undefined, date })
    setSending(false)
  }
  return (
    <Dialog title={title} onClose={onClose} onSubmit={() => void send()}
      actions={none ? undefined : <button type="submit" class="button primary" disabled={!status || sending}>
        {t(sending ? 'form.saving' : 'form.status.do')}</button>}>
      {note && <p>{note}</p>}
      {!none && <>
      <label class="stack">{t('form.status.new')}<select value={status} onChange={e => setStatus(e.currentTarget.value)}>
        <option value="">{choices ? '–' : t('state.wait')}</option>
        {choices?.map(x => <option key={x.code} value={x.code}>{nameIn(x)}</option>)}</select></label>
      <label class="stack">{t('form.status.day')}<input value={day} placeholder={t('form.date')} autocomplete="off" aria-invalid={wrong}
        onInput={e => setDay(e.currentTarget.value)} /></label>
      {wrong && <p class="problem" role="alert"><Icon name="alert" />{t('form.baddate')}</p>}
      <label class="stack">{t('form.status.why')}<input value={reason} maxLength={500} autocomplete="off"
        onInput={e => setReason(e.currentTarget.value)} /></label></>}
      <Refused text={problem} />
    </Dialog>
  )
}

const wordsOf = (p: { message?: string; problems: { message: string }[] }) => [...new Set([p.message, ...p.problems.map(y => y.message)])]
  .filter(Boolean).join(' ')

type Tried = { code: Code; why?: string }

/* Each is tried: what the server would not take of this record is no choice, and only where none is left it is said why. */
function useTaken(d: Draft): Tried[] | undefined {
  const [tried, setTried] = useState<Tried[]>(), { type, rec: { value: rec } } = d
  const path = `/${type.plural}/${encodeURIComponent(rec.code)}/status?dry_run=1`
  const attempt = (code: Code): Promise<Tried> => api<Trial>('POST', path, { body: { status: code.code }, version: rec.version }).then(
    x => ({ code, why: x.outcome === 'refused' ? wordsOf(x) : undefined }), (x: Problem) => ({ code, why: wordsOf(x) }))
  useEffect(() => { void Promise.all(statusesByHand(type, rec).map(attempt)).then(setTried) }, [])
  return tried
}

export function StatusDialog({ d, onClose }: { d: Draft; onClose: () => void }) {
  const [problem, setProblem] = useState<string>(), tried = useTaken(d), choices = tried?.filter(x => !x.why).map(x => x.code)
  const send = async (wish: Wish) => {
    try {
      d.rec.value = await sendStatus(d.type, d.rec.value, wish)
      forget(`/${d.type.plural}`)
      forget('/quality')
      onClose()
    } catch (x) {
      const p = x as Problem
      if (p.status === 412) forget(`/${d.type.plural}`)
      setProblem(p.status === 412 ? t('form.status.stale') : wordsOf(p))
    }
  }
  const note = tried && !choices?.length ? tried.map(x => `${nameIn(x.code)}: ${x.why}`).join(' ') : undefined
  return <StatusForm title={t(statusTitle(d.type))} choices={choices} note={note} onClose={onClose} onSend={send} problem={problem} />
}
