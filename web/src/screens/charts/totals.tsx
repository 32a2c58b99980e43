/* totals.tsx - of the units that owe a form: how many are how far. */
import { Figure } from '../../chart/figure.tsx'
import { Stack, type PartOf } from '../../chart/stack.tsx'
import { tell } from '../../text/charts.ts'
import { number, t } from '../../text/index.ts'
import type { ReportTotals } from '../../data/types.gen.ts'

const KINDS = { accepted: 'good', submitted: 'warn', returned: 'bad', draft: 'none', none: 'none' } as const

export function Totals({ totals, title }: { totals: ReportTotals; title: string }) {
  const parts = (Object.keys(KINDS) as (keyof typeof KINDS)[]).map((key): PartOf => ({ key, label: t(`home.${key}`), n: totals[key], kind: KINDS[key] }))
  return (
    <Figure named title={title} table={{ head: [tell('totals.state'), tell('totals.units')], rows: parts.map(p => [p.label, number(p.n)]) }}>
      <Stack parts={parts} title={title} />
    </Figure>
  )
}
