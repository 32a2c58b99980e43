/* faults.tsx - what is wrong by the rules, each rule once, with the records it is about; each leads to its field. */
import { useEffect, useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { Fault } from '../../data/types.ts'
import type { QualityProblem } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { number, t } from '../../text/index.ts'
import { Card } from './card.tsx'

const PAGE = 40, SHOWN = 8

export function Faults() {
  const query = { unit: unit.value.code, year: year.value, limit: PAGE }
  const first = useGet('/quality/problems', { query })
  const [more, setMore] = useState<QualityProblem[]>([]), [cursor, setCursor] = useState<string | null | undefined>()
  useEffect(() => { setMore([]); setCursor(first.data?.cursor) }, [first.data])
  const next = async () => {
    const page = await api('GET', '/quality/problems', { query: { ...query, cursor: cursor ?? undefined } })
    setMore([...more, ...page.items])
    setCursor(page.cursor)
  }
  return (
    <Card icon="alert" title={t('home.faults')} of={first} count={first.data && t('home.count', { n: number(first.data.total) })}>{data => data.total > 0 ? <>
      <ul class="todo">{byRule([...data.items, ...more] as Fault[]).map(same => <Rule key={same[0]?.rule} same={same} />)}</ul>
      {cursor && <button type="button" class="button" onClick={() => void next()}>{t('home.all')}</button>}
    </> : null}</Card>
  )
}

function byRule(all: Fault[]): Fault[][] {
  const rules = new Map<string, Fault[]>()
  for (const x of all) rules.set(x.rule, [...(rules.get(x.rule) ?? []), x])
  return [...rules.values()]
}

function Rule({ same }: { same: Fault[] }) {
  const [all, setAll] = useState(false), x = same[0], whose = [...new Map(same.map(f => [f.record ?? f, f])).values()]
  const shown = all ? whose : whose.slice(0, SHOWN)
  if (!x) return null
  return (
    <li>
      <h3><span class={'dot ' + x.severity} /><span><span class="hidden">{t(`severity.${x.severity}`)}: </span>{x.message}</span></h3>
      <p>{x.remedy}</p>
      <div class="who">
        {shown.map(f => <Who key={`${f.record} ${f.field}`} fault={f} />)}
        {shown.length < whose.length && <button type="button" class="link" onClick={() => setAll(true)}>
          {t('home.more', { n: whose.length - shown.length })}
        </button>}
      </div>
    </li>
  )
}

function Who({ fault: f }: { fault: Fault }) {
  const face = <>{f.title ?? f.label ?? f.record ?? t('home.record')}{f['class.title'] && <small>{f['class.title']}</small>}</>
  if (!f.plural || !f.record) return <span class="name">{face}</span>
  const to = `/ho-so/${f.plural}/${f.record}${f.field ? '?o=' + f.field : ''}`
  return <a class="name" href={to} title={[f.label, f.detail].filter(Boolean).join(': ')}>{face}</a>
}
