/* share.tsx - a share in a cell: the figure, and a colour that says the same in five steps. */
import { number } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { stepOf } from '../../ui/steps.ts'

export const percent = (n: number, of: number) => Math.floor((100 * n) / of)

type Props = { label: string; n: number; of: number; note?: string }

export function Share({ label, n, of, note }: Props) {
  if (of === 0) return <td class="heat" data-label={label}><span class="none">–</span></td>
  const p = percent(n, of)
  return (
    <td class={'heat step' + stepOf(p)} data-label={label}><b>{p} %</b>
      <small>{tell('c.of', { n: number(n), of: number(of) })}{note && ' ' + note}</small></td>
  )
}

/* Of a hundred records so many are wrong: from none to more than ten. */
const steps = [10, 3, 1, 0]
const faultStep = (share: number) => { const at = steps.findIndex(most => share > most); return at < 0 ? steps.length : at }

export function Errors({ label, n, of }: Props) {
  if (of === 0) return <td class="heat" data-label={label}><span class="none">–</span></td>
  return (
    <td class={'heat step' + faultStep((100 * n) / of)} data-label={label}><b>{number(n)}</b>
      <small>{tell('p.errors', { of: number(of) })}</small></td>
  )
}
