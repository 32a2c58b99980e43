/* actions.tsx - what can be done with a report, by whose it is, who looks at it and how far it is. */
import { may, own, unit } from '../../app/session.ts'
import type { Report } from '../../data/types.gen.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused } from '../../ui/sending.tsx'
import { cameBack, isSchool } from './state.tsx'

export type Doing = 'records' | 'checks' | 'send' | 'accept' | 'return' | 'reopen'
export const mayCompute = (r: Report) => r.unit === own.value.code && (r.state === 'draft' || r.state === 'returned') && may('report', 'write')
export const computeWords = () => tell(isSchool() ? 'do.again' : 'do.again.office')

type Props = { r: Report; sending: boolean; problem?: string; onDo: (x: Doing) => void; onCompute: () => void; onPrint: () => void }

export function Actions({ r, sending, problem, onDo, onCompute, onPrint }: Props) {
  const mine = r.unit === own.value.code, open = r.state === 'draft' || r.state === 'returned', decides = !mine && may('report', 'accept')
  const sends = mine && open && may('report', 'submit') && unit.value.kind !== 'ministry'
  const button = (x: Doing, words: string, primary = false) => (
    <button type="button" class={'button keep' + (primary ? ' primary' : '')} onClick={() => onDo(x)}>{words}</button>)
  return <>
    <div class="actions report-actions">
      {sends && button('send', tell(cameBack(r) ? 'do.resend' : 'do.send'), true)}
      {decides && r.state === 'submitted' && <>{button('accept', tell('do.accept'), true)}{button('return', tell('do.return'))}</>}
      {r.reopens && button('reopen', tell('do.reopen'))}
      {mayCompute(r) && <button type="button" class="button keep" disabled={sending} onClick={onCompute}>
        {sending ? tell('do.busy') : computeWords()}</button>}
      <button type="button" class="button keep" onClick={() => onDo('checks')}>{tell('do.check')}
        {r.checks.length > 0 && <b class="badge-in">{r.checks.length}</b>}</button>
      <a class="button keep" download href={`/api/v1/reports/${encodeURIComponent(r.id)}.xlsx`}><Icon name="down" />{tell('do.excel')}</a>
      <button type="button" class="button keep" title="Ctrl + P" onClick={onPrint}><Icon name="print" />{tell('do.print')}</button>
    </div>
    <Refused text={problem} />
  </>
}
