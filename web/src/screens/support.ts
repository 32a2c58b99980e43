/* support.ts - asking for help and answering: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const SUPPORT_STYLE: string

export const dressed = () => wear(SUPPORT_STYLE)

export { Ask } from './support/ask.tsx'
export { Mine } from './support/mine.tsx'
export { Requests } from './support/requests.tsx'
