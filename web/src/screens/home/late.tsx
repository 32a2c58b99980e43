/* late.tsx - which units below an office have not sent a form; a reminder stands on their own page, once a day. */
import { useEffect, useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import { periodOf } from '../../data/notice.ts'
import type { Form, ReportOfUnit, ReportTotals } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { number, t } from '../../text/index.ts'
import { later } from '../../ui/later.tsx'
import { isLate, Units } from '../reminding.tsx'
import { Card } from './card.tsx'

const PAGE = 60, SHOWN = 10
const Totals = later(() => import('../charts.ts').then(m => m.dressed().then(() => m.Totals)))

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
        <Summary totals={data.totals} form={form} />
        <Units units={some} about={{ form: form.name, period }} />
        {some.length < none + draft + returned && <button type="button" class="button" onClick={() => void next()}>{t('state.more')}</button>}
      </>
    }}</Card>
  )
}

function Summary({ totals, form }: { totals: ReportTotals; form: Form }) {
  const { accepted, submitted, none, draft, returned } = totals, all = number(accepted + submitted + none + draft + returned)
  return (
    <div class="totals">
      <p>{t('home.totals', { accepted: number(accepted), all })}</p>
      <Totals totals={totals} title={form.official} />
    </div>
  )
}
