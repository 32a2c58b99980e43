/* decide.tsx - a second person agrees to a large file, or refuses and says why. */
import { useState } from 'preact/hooks'
import { may, session } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { Export } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { tell } from '../../text/export.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'

export const mayDecide = (x: Export) => x.state === 'waiting_approval' && may('export', 'approve') && x.asked_by !== session.value.username

const tidy = () => Promise.all(['/exports', '/notices', '/jobs'].map(forget))

/* done: after it was decided, also by somebody else meanwhile. */
export function Decide({ x, done }: { x: Export; done?: () => void }) {
  const [refusing, setRefusing] = useState(false), [reason, setReason] = useState(''), { sending, problem, send } = useSending()
  if (!mayDecide(x)) return null
  const decide = (act: () => Promise<unknown>) => send(async () => {
    try { await act() } finally { await tidy() }
    setRefusing(false)
    done?.()
  })
  const approve = () => decide(() => api('POST', '/exports/{id}/approve', { at: { id: x.id } }))
  const refuse = () => decide(() => api('POST', '/exports/{id}/refuse', { at: { id: x.id }, body: { reason: reason.trim() } }))
  return <>
    <span class="pair"><button type="button" class="button primary" disabled={sending} onClick={() => void approve()}>{tell('exp.approve')}</button>{' '}
      <button type="button" class="button" disabled={sending} onClick={() => setRefusing(true)}>{tell('exp.refuse')}</button></span>
    {!refusing && <Refused text={problem} />}
    {refusing && <Dialog title={tell('exp.refuse.title')} onClose={() => setRefusing(false)} onSubmit={() => { if (reason.trim()) void refuse() }}
      actions={<><Lacks words={reason.trim() ? '' : tell('exp.lack.reason')} />
        <button type="submit" class="button primary" disabled={sending || !reason.trim()}>{tell('exp.refuse')}</button></>}>
      <label class="stack">{tell('exp.why')}<input value={reason} maxLength={500} autocomplete="off" onInput={e => setReason(e.currentTarget.value)} /></label>
      <Refused text={problem} /></Dialog>}
  </>
}
