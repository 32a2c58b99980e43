/* bars.tsx - counts as lying bars, one below the other, the figure at the end of each. */
import { number } from '../text/index.ts'
import { To } from '../ui/to.tsx'
import { along } from './scale.ts'

export type Bar = { key: string; label: string; n: number; to?: string }

/* most: what the whole length is, the same for drawings that are to be compared; without it figures alone. */
export const Bars = ({ bars, most }: { bars: Bar[]; most?: number }) => (
  <ul class={'bar-chart' + (most ? '' : ' bare')} aria-hidden={bars.some(b => b.to) ? undefined : 'true'}>{bars.map(b => (
    <li key={b.key}>
      <span class="bar-label">{b.to ? <To href={b.to}>{b.label}</To> : b.label}</span>
      {most && <svg class="bar-line" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar-fill" width={along(b.n, 0, most, 100)} height="10" /></svg>}
      <b>{number(b.n)}</b>
    </li>
  ))}</ul>
)
