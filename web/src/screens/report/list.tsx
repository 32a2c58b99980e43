/* list.tsx - reports by unit, form and period, and how far each is; those that are owed and not computed yet are among them. */
import { useState } from 'preact/hooks'
import { search, setSearch } from '../../app/router.ts'
import { isOwn, may, place, unit, year, years } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import { periodOf, showPeriod } from '../../data/notice.ts'
import { usePages } from '../../data/pages.ts'
import type { Form, ReportHead, ReportOfUnit } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { moment, say, t } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { Compute } from './compute.tsx'
import { isSchool, reportAddress, sinceOf, stateWords, states, Step, type State } from './state.tsx'

const FORM = 'bieu', PERIOD = 'ky', STATE = 'buoc', EVERY = 'tat-ca', PAGE = 100

type Line = Pick<ReportHead, 'form' | 'unit' | 'unit_name' | 'period' | 'state'> & Partial<ReportHead>
type Asked = { form?: string; period?: string; state?: State }

/* The period of the year in view, unless another is asked for. */
function asked(): Asked {
  const s = search.value, period = s.get(PERIOD), state = s.get(STATE) as State | null
  return { form: s.get(FORM) ?? undefined, period: period === EVERY ? undefined : period ?? periodOf(year.value), state: state ?? undefined }
}

export function Reports() {
  const [fresh, setFresh] = useState(false), forms = useGet('/forms'), said = asked()
  return (
    <section class="page list reports">
      <header class="head"><h1><No at="/bao-cao" />{tell('list.title')}</h1>
        {isOwn.value && may('report', 'write') && <div class="actions"><button type="button" class="button primary" onClick={() => setFresh(true)}>
          <Icon name="plus" />{tell('list.new')}</button></div>}</header>
      <Show of={forms} right={['report', 'read']}>{({ items }) => <>
        <Filters forms={items} {...said} />
        {said.state === 'none' ? <NotComputed key={JSON.stringify(said)} forms={items} {...said} /> : <Known forms={items} {...said} />}
        {fresh && <Compute forms={items} onClose={() => setFresh(false)} />}
      </>}</Show>
    </section>
  )
}

function Filters({ forms, form, period, state }: Asked & { forms: Form[] }) {
  const pick = (key: string, label: string, value: string | undefined, all: string, options: [string, string][], none = '') => (
    <label class={'pick' + (search.value.has(key) ? ' set' : '')}><span>{label}</span>
      <select value={value ?? none} onChange={e => setSearch({ [key]: e.currentTarget.value || undefined })}>
        <option value={none}>{all}</option>{options.map(([v, words]) => <option key={v} value={v}>{words}</option>)}</select></label>)
  return (
    <div class="filters open" role="search">
      {pick(FORM, tell('list.form'), form, t('list.any'), forms.map(f => [f.name, f.official]))}
      {pick(PERIOD, tell('list.period'), period, tell('list.every'), years.value.map(y => [periodOf(y), showPeriod(periodOf(y))]), EVERY)}
      {pick(STATE, tell('list.state'), state, isSchool() ? t('list.any') : tell('list.computed'), (['none', ...states] as const).map(s => [s, stateWords(s)]))}
    </div>
  )
}

/* What has been computed; of the unit itself also what has not. */
function Known({ forms, form, period, state }: Asked & { forms: Form[] }) {
  const list = usePages<ReportHead>(`/reports${query({ ...place(), form, period, state, limit: PAGE })}`), owed = useOwed(forms, period)
  const mine: Line[] = state ? [] : owed.filter(x => !form || x.form === form), lines = [...mine, ...list.items]
  return <Show of={list.first} right={['report', 'read']}>{() => <Lines forms={forms} lines={lines} more={list.more}
    narrowed={Boolean(form || state)} />}</Show>
}

/* A school is told by the list of those who owe it; an office adds up whatever there is. */
function useOwed(forms: Form[], period: string | undefined): Line[] {
  const { code, name, kind } = unit.value, office = kind !== 'school'
  const own = useGet('/reports', office && period ? { query: { unit: code, period } } : false).data?.items
  const asked = forms.map(f => useGet('/reports/progress', !office && period ? { query: { within: code, form: f.name, period } } : false).data?.items)
  const line = (f: Form): Line => ({ form: f.name, unit: code, unit_name: name, period: period ?? '', state: 'none' })
  if (office) return own ? forms.filter(f => !own.some(r => r.form === f.name)).map(line) : []
  return forms.filter((_, i) => asked[i]?.some(x => x.unit === code && x.state === 'none')).map(line)
}

/* One form at a time: the first, where none is said. */
function NotComputed({ forms, form, period }: Asked & { forms: Form[] }) {
  const about = { form: form ?? forms[0]?.name ?? '', period: period ?? periodOf(year.value) }
  const list = usePages<ReportOfUnit>(`/reports/progress${query({ within: unit.value.code, ...about, limit: 2 * PAGE })}`)
  const lines = list.items.filter(x => x.state === 'none').map((x): Line => ({ ...about, unit: x.unit, unit_name: x.unit_name, state: x.state }))
  return <Show of={list.first} right={['report', 'read']}>{() => <Lines forms={forms} lines={lines} more={list.more} narrowed />}</Show>
}

type LinesProps = { forms: Form[]; lines: Line[]; more?: () => Promise<void>; narrowed: boolean }

function Lines({ forms, lines, more, narrowed }: LinesProps) {
  const { sending, problem, send } = useSending(), office = unit.value.kind !== 'school'
  const called = (name: string) => forms.find(f => f.name === name)
  if (lines.length === 0 && !more) return <Empty text={tell(narrowed ? 'list.none' : 'list.first')}>
    {narrowed && <button type="button" class="button" onClick={() => setSearch({ [FORM]: undefined, [STATE]: undefined })}>{t('list.clear')}</button>}</Empty>
  return <>
    <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('list.title')}><table>
      <thead><tr>{office && <th scope="col" class="first">{tell('list.unit')}</th>}
        <th scope="col">{tell('list.form')}</th><th scope="col">{tell('list.period')}</th>
        <th scope="col">{tell('list.state')}</th><th scope="col">{tell('list.when')}</th></tr></thead>
      <tbody>{lines.map(x => {
        const f = called(x.form), to = reportAddress(x.form, x.unit, x.period), since = sinceOf(x as ReportHead)
        const face = <><a class="open" href={to}>{office ? x.unit_name : f?.official ?? x.form}</a>
          {office ? <small> {x.unit}</small> : f && <small>{say(f.label)}</small>}</>
        return (
          <tr key={to}>
            <th scope="row">{face}</th>{office && <td data-label={tell('list.form')}>{f?.official ?? x.form}</td>}
            <td data-label={tell('list.period')}>{showPeriod(x.period)}</td>
            <td data-label={tell('list.state')}><Step state={x.state} />{(x.edition ?? 1) > 1 && <small> {tell('list.edition', { n: x.edition ?? 1 })}</small>}
              {x.note && x.state === 'returned' && <small class="problem"><Icon name="alert" />{x.note}</small>}
              {x.stale && <small class="problem warning"><Icon name="alert" />{tell('list.stale')}</small>}</td>
            <td data-label={tell('list.when')}>{since ? moment(since) : <span class="none">–</span>}</td>
          </tr>)
      })}</tbody></table></div>
    {more && <p class="center"><button type="button" class="button" disabled={sending}
      onClick={() => void send(async () => more())}>{t('list.more')}</button></p>}
    <Refused text={problem} />
  </>
}
