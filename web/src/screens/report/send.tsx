/* send.tsx - a report goes up: every check that warns is looked at by itself first, in all its columns; with an error it does not go. */
import { useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import type { Report, ReportCheck } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { CheckList, firstCell, isWarning } from './checks.tsx'
import { Changed, Stale } from './words.tsx'

function byCheck(all: ReportCheck[]): ReportCheck[][] {
  const same = new Map<string, ReportCheck[]>()
  for (const x of all) same.set(x.key, [...same.get(x.key) ?? [], x])
  return [...same.values()]
}

type Props = { r: Report; goTo: (at: string) => void; onClose: () => void; onDone: (r: Report) => Promise<void> }

export function Send({ r, goTo, onClose, onDone }: Props) {
  const [seen, setSeen] = useState(0), { sending, problem, send } = useSending()
  const errors = r.checks.filter(x => !isWarning(x)), warnings = byCheck(r.checks.filter(isWarning)), now = warnings[seen]
  const look = (at: string) => { onClose(); goTo(at) }
  if (errors.length > 0) return (
    <Dialog title={tell('send.title')} onClose={onClose}><p>{tell('send.blocked')}</p><CheckList checks={errors} goTo={look} /></Dialog>
  )
  const at = now?.[0] && firstCell(now[0])
  if (now) return (
    <Dialog key={seen} title={tell('send.nth', { i: seen + 1, n: warnings.length })} onClose={onClose} onSubmit={() => setSeen(seen + 1)} actions={<>
      {at && <button type="button" class="button" onClick={() => look(at)}>{tell('send.cell')}</button>}
      <button type="submit" class="button primary">{tell('send.right')}</button></>}>
      <CheckList checks={now} />
    </Dialog>
  )
  const go = () => send(async () => onDone(await api('POST', '/reports/{id}/submit', { at: { id: r.id } })))
  return (
    <Dialog key="sure" title={tell('send.title')} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('send.go')}</button>}>
      <p><strong>{r.official} · {r.unit_name}</strong></p><Changed r={r} />
      {r.missing.length > 0 && <p class="bar-note"><Icon name="alert" />{tell('send.missing', { n: number(r.missing.length) })}</p>}
      <Stale r={r} /><p>{tell('send.sure')}</p><Refused text={problem} />
    </Dialog>
  )
}
