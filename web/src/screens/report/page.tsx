/* page.tsx - one report of one unit: the official table, what is wrong with it, and where it goes from here. */
import { isOwn, may, own } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import { showPeriod } from '../../data/notice.ts'
import type { FormLayout } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { say } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { saidToday, useReminding } from '../reminding.tsx'
import { Opened } from './opened.tsx'
import { forgetReports, isSchool } from './state.tsx'

type Which = { form: string; unit: string; period: string }

export function ReportPage(which: Which) {
  const found = useGet('/reports', { query: { ...which } }), known = useGet('/forms/{name}', { at: { name: which.form } }), form = known.data
  const all = known.error?.status === 404 ? { ...found, error: known.error } : found
  return (
    <section class="page report-page">
      <p class="crumb"><a href="/bao-cao"><Icon name="left" /><No at="/bao-cao" />{tell('page.back')}</a></p>
      <Show of={all} rows={12} right={['report', 'read']}>{({ items: [head] }) => head
        ? <One key={head.id} id={head.id} form={form} /> : <NotYet {...which} layout={form} />}</Show>
    </section>
  )
}

function One({ id, form }: { id: string; form?: FormLayout }) {
  return <Show of={useGet('/reports/{id}', { at: { id } })} rows={12} right={['report', 'read']}>{r => <Opened r={r} form={form} />}</Show>
}

/* Nothing there: whoever's it is computes it, an office above asks for it. */
function NotYet({ form, unit, period, layout }: Which & { layout?: FormLayout }) {
  const { sending, problem, send } = useSending(), mine = unit === own.value.code
  const name = useGet('/units/{code}', mine || !may('unit', 'read') ? false : { at: { code: unit } }).data?.name ?? (mine ? own.value.name : unit)
  const compute = () => send(async () => { await api('POST', '/reports', { body: { form, period, unit } }); await forgetReports() })
  return <>
    <header class="head"><div><h1>{layout?.official ?? form} <span class="count">{showPeriod(period)}</span></h1>
      <p class="quiet">{layout && say(layout.label)}</p></div></header>
    <Empty text={tell(!mine ? 'page.none' : isSchool() ? 'page.none.own' : 'page.none.office', { unit: name })}>
      {mine && may('report', 'write') && <p><button type="button" class="button primary" disabled={sending} onClick={() => void compute()}>
        {tell(sending ? 'do.busy' : isSchool() ? 'page.none.go' : 'do.add')}</button></p>}
      {!mine && isOwn.value && may('report', 'accept') && <Remind unit={unit} form={form} period={period} />}
      <Refused text={problem} />
    </Empty>
  </>
}

function Remind({ unit, ...about }: Which) {
  const { told, remind, sending, problem } = useReminding(about)
  const owed = useGet('/reports/progress', { query: { within: unit, ...about, limit: 1 } }).data?.items.find(x => x.unit === unit)
  const said = told[unit] ?? saidToday(owed?.reminded_at)
  return <>
    {said ? <p role="status">{said}</p> : <p><button type="button" class="button" disabled={sending} onClick={() => void remind([unit])}>
      <Icon name="bell" />{tell('missing.remind')}</button></p>}
    <Refused text={problem} />
  </>
}
