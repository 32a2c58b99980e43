/* trend.tsx - how many errors there were and how full the records are, week by week, as counted once a day. */
import { unit } from '../../app/session.ts'
import { Figure } from '../../chart/figure.tsx'
import { Line, type Point } from '../../chart/line.tsx'
import { roundUp, share, tenBelow, weekOf } from '../../chart/scale.ts'
import type { QualityWeek } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { tell } from '../../text/charts.ts'
import { number, showDate } from '../../text/index.ts'
import { Card } from '../../screens/home/card.tsx'

const WEEKS = 12

const day = (week: string) => showDate(week).slice(0, 5)
const full = (x: QualityWeek) => Math.floor(share(x.filled, x.due))
const pointsOf = (all: QualityWeek[], figure: (x: QualityWeek) => number): Point[] =>
  all.map(x => ({ key: x.week, at: weekOf(x.week), label: `${tell('trend.week')} ${showDate(x.week)}`, n: figure(x) }))

export function Trend() {
  const trend = useGet('/quality/trend', { query: { unit: unit.value.code, weeks: WEEKS } })
  return (
    <Card icon="reports" title={tell('trend.title')} of={trend}>{({ items }) => {
      const all = items.filter(x => x.records > 0)
      if (all.length === 0) return null
      const table = { head: [tell('trend.week'), tell('trend.errors'), tell('trend.warnings'), tell('trend.full') + ' (%)'],
        rows: all.map(x => [showDate(x.week), number(x.errors), number(x.warnings), String(full(x))] as const) }
      const errors = pointsOf(all, x => x.errors), filled = pointsOf(all, full)
      return (
        <Figure named title={tell('trend.title')} table={table}>
          <div class="trends">
            <Series title={tell('trend.errors')} points={errors} from={0} to={roundUp(Math.max(...errors.map(p => p.n)))} say={number} />
            <Series title={tell('trend.full')} points={filled} from={tenBelow(Math.min(...filled.map(p => p.n)))} to={100} say={n => `${n} %`} />
          </div>
          <p class="quiet">{tell('trend.counted', { day: showDate(all.at(-1)?.week ?? '') })}</p>
          {all.length === 1 && <p class="quiet">{tell('trend.one')}</p>}
        </Figure>
      )
    }}</Card>
  )
}

type SeriesProps = { title: string; points: Point[]; from: number; to: number; say: (n: number) => string }

function Series({ title, points, from, to, say }: SeriesProps) {
  const last = points.at(-1), before = points.at(-2), first = points[0]
  if (!last || !first) return null
  const change = before && last.n - before.n, told = first.key.slice(0, 4) === last.key.slice(0, 4) ? day : showDate
  const then = before && (last.at - before.at === 1 ? tell('trend.before') : tell('trend.from', { day: told(before.key) }))
  const words = change === undefined ? '' : change === 0 ? tell('trend.same', { then: then ?? '' })
    : tell(change < 0 ? 'trend.less' : 'trend.more', { then: then ?? '', n: say(Math.abs(change)) })
  return (
    <section>
      <h3><b>{say(last.n)}</b>{title} {words && <small>· {words}</small>}</h3>
      {before && <Line points={points} title={`${title}: ${points.map(p => say(p.n)).join(', ')}`} from={from} to={to} say={say}
        ends={[tell('trend.from', { day: told(first.key) }), told(last.key)]} />}
    </section>
  )
}
