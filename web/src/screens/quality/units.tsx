/* units.tsx - what the tables of units share: where one leads, the way up, when the figures were counted, their sum. */
import { UNIT } from '../../app/router.ts'
import { isOwn, own, unit, usualYear } from '../../app/session.ts'
import type { QualityPart, QualityProgress } from '../../data/types.gen.ts'
import { moment, number, showYear } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { Icon } from '../../ui/icon.tsx'

export const below = (at: string, code: string) => `${at}?${UNIT}=${code}`

/* From a unit that was chosen to the one above it, as far as the account reaches. */
export function Up({ at }: { at: string }) {
  const { parent, parent_name } = unit.value as { parent?: string | null; parent_name?: string | null }
  if (isOwn.value || !parent) return null
  return <p class="crumb"><a href={below(at, parent === own.value.code ? '' : parent)}><Icon name="left" />{parent_name ?? parent}</a></p>
}

/* What is kept by the week is of the present school year, whatever year is looked at; of a school that has not begun it, of its last one. */
export const ofYear = () => (unit.value.kind === 'school' ? tell('u.year', { year: showYear(usualYear.value) }) : tell('u.present'))

export function CountedAt({ of }: { of: QualityProgress }) {
  const left = of.items.reduce((n, x) => n + x.schools - x.counted, 0)
  return (
    <p class="quiet counted-at">{unit.value.kind !== 'school' && ofYear() + '. '}
      {of.counted_at ? tell('u.counted', { when: moment(of.counted_at) }) : tell('u.never')}
      {of.counted_at && left > 0 && ' ' + tell('u.uncounted', { n: number(left) })}</p>
  )
}

const figures = ['schools', 'counted', 'learners', 'identified', 'records', 'errors', 'warnings', 'notices', 'filled', 'due'] as const
const states = ['none', 'draft', 'submitted', 'returned', 'accepted'] as const

export function sumOf(items: QualityPart[]): QualityPart {
  const none = { none: 0, draft: 0, submitted: 0, returned: 0, accepted: 0 }
  const sum: QualityPart = { unit: '', name: tell('u.all', { name: unit.value.name }), kind: unit.value.kind,
    schools: 0, counted: 0, learners: 0, identified: 0, records: 0, errors: 0, warnings: 0, notices: 0, filled: 0, due: 0,
    reports: items.some(x => x.reports) ? none : null }
  for (const x of items) {
    for (const f of figures) sum[f] += x[f]
    for (const s of states) none[s] += x.reports?.[s] ?? 0
  }
  return sum
}
