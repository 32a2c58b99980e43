/* export.ts - files out, with what for and who agreed: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const EXPORT_STYLE: string

export const dressed = () => wear(EXPORT_STYLE)

export { Exports } from './export/page.tsx'
