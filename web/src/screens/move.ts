/* move.ts - people who come and go, records that are one person, a school year that ends: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const MOVE_STYLE: string

export const dressed = () => wear(MOVE_STYLE)

export { Agree } from './move/agree.tsx'
export { Rollover } from './move/rollover.tsx'
export { Transfers } from './move/transfers.tsx'
export { Twins } from './move/twins.tsx'
