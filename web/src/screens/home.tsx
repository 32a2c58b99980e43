/* home.tsx - what is left to do: faults by rule with the people they are about, what is missing, reports not sent.  Each leads to where it is done. */
import { may, session, year } from '../app/session.ts'
import { query } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Fault, Filled, Page, Rec } from '../data/types.ts'
import { number, t, type Key } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Show } from '../ui/state.tsx'

const plurals: Record<string, string> = { learner: 'learners', staff: 'staff', class: 'classes', room: 'rooms', enrolment: 'enrolments', school: 'schools' }
type Form = { name: string; official: string; label: { vi: string } }
type Report = { form: string; period: string; state: string }

export function Home() {
  return (
    <section class="page">
      <header class="head"><div><h1>{t('home.title')}</h1><p class="quiet">{t('home.lead')}</p></div></header>
      <div class="tiles">
        {may('quality', 'read') && <Faults />}
        {may('report', 'read') && <Reports />}
        {may('quality', 'read') && <Gaps />}
      </div>
    </section>
  )
}

const here = () => ({ unit: session.value.unit.code, year: year.value })

function Faults() {
  const faults = useGet<{ total: number; items: Fault[] }>('/quality/problems' + query({ ...here(), limit: 200 }))
  return (
    <article class="card"><h2><Icon name="alert" />{t('home.faults')}</h2>
      <Show of={faults}>{f => f.total === 0 ? <p class="done"><Icon name="check" />{t('home.none')}</p> : (
        <ul class="todo">{[...new Set(f.items.map(x => x.rule))].map(rule => {
          const same = f.items.filter(x => x.rule === rule)
          return <li key={rule}><h3><span class={'dot ' + same[0]!.severity} />{same[0]!.message}</h3><p>{same[0]!.remedy}</p><Who type={same[0]!.type} codes={same.map(x => x.record)} /></li>
        })}</ul>)}</Show>
    </article>
  )
}

/* The API tells codes only; names are asked for apart (see web.md, missing fields). */
function Who({ type, codes }: { type: string; codes: string[] }) {
  const named = type === 'learner' || type === 'staff'
  const list = useGet<Page<Rec>>(named ? `/${plurals[type]}${query({ filter: `code in (${codes.map(c => `"${c}"`).join(', ')})`, fields: 'full_name', limit: 200 })}` : undefined).data?.items
  return <div class="who">{codes.map(c => <a key={c} href={`/ho-so/${plurals[type]}/${c}`}>{String(list?.find(r => r.code === c)?.['full_name'] ?? c)}</a>)}</div>
}

function Reports() {
  const forms = useGet<{ items: Form[] }>('/forms'), sent = useGet<{ items: Report[] }>('/reports' + query({ unit: here().unit })).data?.items
  return (
    <article class="card"><h2><Icon name="reports" />{t('home.reports')}</h2>
      <Show of={forms}>{f => <ul class="todo">{f.items.map(x => {
        const state = sent?.find(r => r.form === x.name && r.period.startsWith(String(year.value)))?.state ?? 'notyet'
        return <li key={x.name}><h3><span class={'dot ' + (state === 'accepted' ? 'notice' : 'warning')} />{x.official} · {t(('home.' + state) as Key)}</h3><p>{x.label.vi}</p></li>
      })}</ul>}</Show>
    </article>
  )
}

function Gaps() {
  const filled = useGet<{ items: Filled[] }>('/quality/completeness' + query({ ...here(), by: 'field' }))
  const open = (x: Filled) => x.due > x.filled && x.filled > 0
  return (
    <article class="card"><h2><Icon name="clock" />{t('home.gaps')}</h2>
      <Show of={filled}>{f => <ul class="todo">{f.items.filter(open).sort((a, b) => b.filled / b.due - a.filled / a.due).slice(0, 6).map(x => (
        <li key={x.type + x.field}><a class="gap" href={`/ho-so/${plurals[x.type] ?? x.type}?missing=${x.field}`}><span>{x.label} <small>{t('home.filled', { n: number(x.filled), of: number(x.due) })}</small></span>
          <b>{t('home.left', { n: number(x.due - x.filled) })}</b>
          <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="4" /><rect class="part" width={(100 * x.filled) / x.due} height="4" /></svg></a></li>
      ))}</ul>}</Show>
    </article>
  )
}
