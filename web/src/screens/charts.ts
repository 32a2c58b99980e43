/* charts.ts - what is drawn: fetched together where somebody looks at it, with its style. */
import { wear } from '../ui/style.ts'

declare const CHARTS_STYLE: string

export const dressed = () => wear(CHARTS_STYLE)

export { Drawn } from './charts/drawn.tsx'
export { Tiles } from './charts/tiles.tsx'
export { Totals } from './charts/totals.tsx'
export { Trend } from './charts/trend.tsx'
