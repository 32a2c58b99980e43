/* missing.tsx - who is not in an office's sum, and asked for it from here. */
import { useEffect, useState } from 'preact/hooks'
import { query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Report, ReportOfUnit } from '../../data/types.gen.ts'
import { number, t } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Show } from '../../ui/state.tsx'
import { isLate, Units } from '../reminding.tsx'

const PAGE = 200, SHOWN = 20

/* By name as they are now: some may have been accepted since. */
export function MissingUnits({ r }: { r: Report }) {
  const pages = usePages<ReportOfUnit>(`/reports/progress${query({ within: r.unit, form: r.form, period: r.period, limit: PAGE })}`)
  const [shown, setShown] = useState(SHOWN), out = new Set(r.missing), all = pages.items.filter(x => out.has(x.unit))
  const late = all.filter(isLate), some = late.slice(0, shown), since = all.filter(x => x.state === 'accepted')
  useEffect(() => { if (some.length < shown && pages.more) pages.more().catch(() => undefined) }, [pages.items.length, shown])
  return (
    <section class="card missing-units"><h2>{tell('missing.title', { n: number(r.missing.length) })}</h2><Show of={pages.first} rows={4}>{() => <>
      {since.length > 0 && <p class="problem warning">{tell('missing.since')}: {since.map(x => x.unit_name).join(', ')}</p>}
      <Units units={some} about={{ form: r.form, period: r.period }} />
      {some.length < late.length && <button type="button" class="button" onClick={() => setShown(shown + PAGE)}>{t('state.more')}</button>}
    </>}</Show></section>
  )
}
