/* late.tsx - which units below an office have not sent a form; a reminder stands on their own page, once a day. */
import { useEffect, useState } from 'preact/hooks'
import { UNIT } from '../../app/router.ts'
import { may, unit, year } from '../../app/session.ts'
import { api, Problem } from '../../data/api.ts'
import type { Form, ReportOfUnit, ReportTotals } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { number, t, type Key } from '../../text/index.ts'
import { Icon } from '../../ui/icon.tsx'
import { Share } from '../../ui/share.tsx'
import { Card } from './card.tsx'
import { periodOf } from './reports.tsx'

const PAGE = 60, SHOWN = 10
const isLate = (x: ReportOfUnit) => x.state === 'none' || x.state === 'draft' || x.state === 'returned'

export function Late() {
  const forms = useGet('/forms')
  return <>{forms.data?.items.map(f => <OfForm key={f.name} form={f} />)}</>
}

function OfForm({ form }: { form: Form }) {
  const period = periodOf(year.value), query = { within: unit.value.code, form: form.name, period, limit: PAGE }
  const first = useGet('/reports/progress', { query })
  const [more, setMore] = useState<ReportOfUnit[]>([]), [cursor, setCursor] = useState<string | null | undefined>()
  const [shown, setShown] = useState(SHOWN)
  useEffect(() => { setMore([]); setCursor(first.data?.cursor) }, [first.data])
  const next = async () => {
    setShown(shown + PAGE)
    if (!cursor) return
    const page = await api('GET', '/reports/progress', { query: { ...query, cursor } })
    setMore([...more, ...page.items])
    setCursor(page.cursor)
  }
  return (
    <Card icon="reports" title={t('home.late', { form: form.official })} of={first}>{data => {
      const { none, draft, returned } = data.totals, late = [...data.items, ...more].filter(isLate), some = late.slice(0, shown)
      if (none + draft + returned === 0) return null
      return <>
        <Totals totals={data.totals} />
        <Units units={some} about={{ form: form.name, period }} />
        {some.length < none + draft + returned && <button type="button" class="button" onClick={() => void next()}>{t('state.more')}</button>}
      </>
    }}</Card>
  )
}

function Totals({ totals }: { totals: ReportTotals }) {
  const { accepted, submitted, none, draft, returned } = totals, all = accepted + submitted + none + draft + returned
  const told = (['submitted', 'returned', 'draft', 'none'] as const).filter(s => totals[s] > 0)
    .map(s => t('home.state', { n: number(totals[s]), state: t(`home.${s}`).toLowerCase() }))
  return (
    <div class="totals">
      <p>{t('home.totals', { accepted: number(accepted), all: number(all) })}{told.length > 0 && ' · ' + told.join(' · ')}</p>
      <Share parts={[['good', accepted / all], ['warn', submitted / all], ['bad', returned / all]]} />
    </div>
  )
}

function Units({ units, about }: { units: ReportOfUnit[]; about: { form: string; period: string } }) {
  const [told, setTold] = useState<Record<string, string>>({}), [problem, setProblem] = useState<string | undefined>()
  const remind = async (codes: string[]) => {
    setProblem(undefined)
    try {
      const { sent, refused } = await api('POST', '/reminders', { body: { units: codes, about } })
      setTold({ ...told, ...Object.fromEntries([...sent.map(c => [c, t('home.reminded')]), ...refused.map(r => [r.unit, r.message])]) })
    } catch (x) {
      setProblem((x as Problem).message)
    }
  }
  const left = units.filter(x => !told[x.unit]).map(x => x.unit), mayRemind = may('report', 'accept')
  return <>
    <ul class="todo late">{units.map(x => (
      <li key={x.unit}>
        <a class="line" href={`/?${UNIT}=${x.unit}`}>
          <span class={'dot ' + (x.state === 'returned' ? 'error' : 'warning')} />
          <span>{x.unit_name}<small class="line-note">{t(('home.' + x.state) as Key)}</small></span>
        </a>
        {told[x.unit] ? <span class="quiet" role="status">{told[x.unit]}</span> : mayRemind && <button type="button" class="button"
          onClick={() => void remind([x.unit])}>{t('home.remind')}<span class="hidden"> {x.unit_name}</span></button>}
      </li>
    ))}</ul>
    {problem && <p class="problem" role="alert"><Icon name="alert" />{problem}</p>}
    {mayRemind && left.length > 1 && <button type="button" class="button" onClick={() => void remind(left)}>
      <Icon name="bell" />{t('home.remind.all', { n: left.length })}
    </button>}
  </>
}
