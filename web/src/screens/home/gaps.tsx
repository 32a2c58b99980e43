/* gaps.tsx - what is not filled in yet of what is due, the nearly complete first; each leads to those who lack it. */
import { useState } from 'preact/hooks'
import { place, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import type { Filled } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { number, t } from '../../text/index.ts'
import { Share } from '../../ui/share.tsx'
import { To } from '../../ui/to.tsx'
import { Card } from './card.tsx'

const SHOWN = 6, LEAST = 3
const part = (x: Filled) => x.filled / x.due

export function Gaps() {
  const [all, setAll] = useState(false)
  return (
    <Card icon="clock" title={t('home.gaps')} of={useGet('/quality/completeness', { query: { ...place(), year: year.value, by: 'field' } })}>{data => {
      const open = (data.items as Filled[]).filter(x => x.due > x.filled).sort((a, b) => part(b) - part(a))
      const half = open.filter(x => part(x) >= 0.5).length, shown = all ? open : open.slice(0, Math.max(LEAST, Math.min(SHOWN, half)))
      if (open.length === 0) return null
      return <>
        <ul class="todo">{shown.map(x => <li key={`${x.type} ${x.field}`}><Gap of={x} /></li>)}</ul>
        {shown.length < open.length && <button type="button" class="button" onClick={() => setAll(true)}>
          {t('home.more', { n: open.length - shown.length })}
        </button>}
      </>
    }}</Card>
  )
}

const Gap = ({ of: x }: { of: Filled }) => (
  <To class="gap" href={x.plural && `/ho-so/${x.plural}${query({ missing: x.field, declared: x.declared ? 1 : undefined })}`}>
    <span>{x.label} <small>{t('home.filled', { n: number(x.filled), of: number(x.due) })}</small></span>
    <b>{t('home.left', { n: number(x.due - x.filled) })}</b>
    <Share parts={[['good', part(x)]]} />
  </To>
)
