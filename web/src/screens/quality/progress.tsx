/* progress.tsx - how far the units right below an office are: identity numbers, faults, completeness, reports; down to a school and its classes. */
import { useState } from 'preact/hooks'
import { may, unit, usualYear, year } from '../../app/session.ts'
import { periodOf } from '../../data/notice.ts'
import type { Form, QualityPart, QualityProgress } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { number, showYear } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { Icon } from '../../ui/icon.tsx'
import { usePrintKey } from '../../ui/keys.ts'
import { Refused } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { saidToday } from '../reminding.tsx'
import { OfClasses } from './classes.tsx'
import { asked, Pick } from './pick.tsx'
import { PrintProgress } from './print.tsx'
import { owes, useRemindingBelow } from './remind.ts'
import { Heads, Line, type Row } from './row.tsx'
import { CountedAt, sumOf, Up } from './units.tsx'

export const PROGRESS = '/tien-do'
const FORM = 'bieu'

export function Progress() {
  const known = useGet('/forms', may('report', 'read') ? {} : false), forms = known.data?.items, form = forms?.find(f => f.name === asked(FORM)) ?? forms?.[0]
  const waits = may('report', 'read') && !forms && !known.error
  const told = useGet('/quality/progress', !waits && { query: { within: unit.value.code, form: form?.name, period: form && periodOf(year.value) } })
  return (
    <section class="page list quality" key={unit.value.code}>
      <Up at={PROGRESS} />
      <Show of={told} right={['quality', 'read']}>{data => <Page told={data} form={form} forms={forms} />}</Show>
    </section>
  )
}

type Props = { told: QualityProgress; form?: Form; forms?: Form[] }

function Page({ told, form, forms }: Props) {
  const [printing, setPrinting] = useState(false), school = unit.value.kind === 'school'
  const other = school && year.value !== usualYear.value, said = school ? 'u.year' : form && 'p.by', printed = told.items.length > 0 && !other
  usePrintKey(() => (printed ? setPrinting(true) : window.print()))
  return <>
    <header class="head"><div><h1><No at={PROGRESS} />{tell('p.title')}</h1>
      {said && <p class="quiet">{tell(said, { year: showYear(year.value) })}</p>}</div>
      {printed && <div class="actions"><button type="button" class="button keep" onClick={() => setPrinting(true)}>
        <Icon name="print" />{tell('p.print')}</button></div>}</header>
    {forms && forms.length > 1 && !other && <div class="filters open" role="search" aria-label={tell('q.filter')}>
      <Pick name={FORM} label={tell('p.form')} options={forms.map(f => [f.name, f.official])} /></div>}
    {told.items.length === 0 ? <Empty text={tell('u.none')} /> : <>
      {other ? <p class="quiet">{tell('p.other', { year: showYear(usualYear.value) })}</p> : <>
        <CountedAt of={told} />
        <Table told={told} form={form} />
        <p class="quiet">{tell('p.legend')}</p>
      </>}
    </>}
    {school && <OfClasses />}
    {printing && <PrintProgress told={told} form={form} onClose={() => setPrinting(false)} />}
  </>
}

function Table({ told, form }: Props) {
  const about = form && { form: form.name, period: periodOf(year.value) }, school = unit.value.kind === 'school'
  const { words, remind, sending, problem } = useRemindingBelow(about), [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const pick = Boolean(about) && !school && may('report', 'accept')
  const said = (x: QualityPart) => words[x.unit] ?? (owes(x) ? saidToday(x.reports?.reminded_at) : undefined)
  const late = told.items.filter(x => owes(x) && !said(x)), now = late.filter(x => chosen.has(x.unit))
  const choose = (units: QualityPart[], on: boolean) => {
    const next = new Set(chosen)
    for (const x of units) on ? next.add(x.unit) : next.delete(x.unit)
    setChosen(next)
  }
  const row = (x: QualityPart): Row => ({ x, form: form?.official, at: school ? undefined : PROGRESS,
    ...(pick && late.includes(x) && { chosen: chosen.has(x.unit), choose: (on: boolean) => choose([x], on) }), told: said(x) })
  return <>
    {pick && late.length > 0 && <div class="many">
      <label class="check"><input type="checkbox" checked={now.length === late.length}
        onChange={e => choose(late, e.currentTarget.checked)} /> {tell('p.pick.all')}</label>
      {now.length > 0 && <><strong>{tell('p.chosen', { n: number(now.length) })}</strong>
        <button type="button" class="button primary" disabled={sending} onClick={() => void remind(now).then(() => setChosen(new Set()))}>
          <Icon name="bell" />{tell('p.remind', { form: form?.official ?? '' })}</button></>}
    </div>}
    <Refused text={problem} />
    <div class="table slim units progress" tabIndex={0} role="region" aria-label={tell('p.title')}><table>
      <thead><Heads form={form?.official} pick={pick} /></thead>
      <tbody>{told.items.map(x => <Line key={x.unit} {...row(x)} pick={pick} />)}</tbody>
      {!school && <tfoot><Line x={sumOf(told.items)} form={form?.official} pick={pick} /></tfoot>}
    </table></div>
  </>
}
