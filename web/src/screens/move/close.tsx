/* close.tsx - a transfer is refused, withdrawn or undone: why, in words the other school reads. */
import { useState } from 'preact/hooks'
import { api, type Problem } from '../../data/api.ts'
import { draft, forgetDraft } from '../../data/draft.ts'
import type { Transfer } from '../../data/types.gen.ts'
import { tell } from '../../text/move.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { forgetMoves, Text, useDecided } from './parts.tsx'
import { Problems } from './problems.tsx'
import type { Act } from './sides.ts'

type Props = { x: Transfer; act: Exclude<Act, 'agree'>; onClose: () => void; onDone: (words: string) => void }

export function Close({ x, act, onClose, onDone }: Props) {
  const key = `${act} t${x.code}`, kept = draft(key, ''), why = kept.value, [refusal, setRefusal] = useState<Problem>(), { sending, send } = useSending()
  const decided = useDecided(x), asks = act !== 'withdraw', name = x.name ?? x.person ?? '', ready = !decided && (!asks || why.trim() !== '')
  const sent = () => {
    const at = { transfer: x.code }
    if (act === 'withdraw') return api('POST', '/transfers/{transfer}/withdraw', { at })
    if (act === 'refuse') return api('POST', '/transfers/{transfer}/refuse', { at, body: { note: why.trim() } })
    return api('POST', '/transfers/{transfer}/undo', { at, body: { reason: why.trim() } })
  }
  const go = () => send(async () => {
    if (!ready) return
    try { await sent() } catch (e) { return setRefusal(e as Problem) }
    forgetDraft(key)
    await forgetMoves()
    onDone(tell(`closed.${act}`, { name }))
  })
  return (
    <Dialog title={`${tell(`act.${act}`)}: ${name}`} onClose={onClose} onSubmit={() => void go()}
      actions={<><Lacks words={ready || decided ? '' : tell('lack.why')} />
        <button type="submit" class="button primary" disabled={!ready || sending}>{tell(`act.${act}`)}</button></>}>
      <p>{tell(`close.${act}`)}</p>
      {asks && <Text long label={tell(act === 'undo' ? 'why.undo' : 'why.refuse')} value={why} onInput={s => { kept.value = s }} />}
      {decided ? <Refused text={decided} /> : refusal && <Problems of={refusal} />}
    </Dialog>
  )
}
