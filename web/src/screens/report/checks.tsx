/* checks.tsx - what the figures of a report break of the checks of their form; each leads to its cells. */
import type { FormLayout, Report, ReportCheck } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { cellKey } from './cells.ts'

export const isWarning = (x: ReportCheck) => x.severity === 'warning'
export const firstCell = (x: ReportCheck) => { const c = x.cells[0]; return c && cellKey(c.row, c.column) }

type Props = { r: Report; form?: FormLayout; goTo?: (at: string) => void }

export function Checks({ r, form, goTo }: Props) {
  const errors = r.checks.filter(x => !isWarning(x)), warnings = r.checks.filter(isWarning)
  if (r.checks.length === 0)
    return <p class="well-done"><Icon name="check" />{form ? tell('check.good', { n: number(form.checks.length) }) : tell('inbox.clean')}</p>
  return <>
    {goTo && <p class="quiet">{tell('check.how')}</p>}
    {errors.length > 0 && <><h3>{tell('check.error')}</h3><CheckList checks={errors} goTo={goTo} /></>}
    {warnings.length > 0 && <><h3>{tell('check.warning')}</h3><CheckList checks={warnings} goTo={goTo} /></>}
  </>
}

export const CheckList = ({ checks, goTo }: { checks: ReportCheck[]; goTo?: (at: string) => void }) => (
  <ul class="todo checks">{checks.map(x => {
    const at = firstCell(x), face = <><span class={'dot ' + (isWarning(x) ? 'warning' : 'error')} /><span>{x.message}</span></>
    return <li key={x.key + at}>{goTo && at ? <button type="button" class="line" onClick={() => goTo(at)}>{face}</button>
      : <span class="line">{face}</span>}</li>
  })}</ul>
)
