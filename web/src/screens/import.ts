/* import.ts - files of a school taken in: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const IMPORT_STYLE: string

export const dressed = () => wear(IMPORT_STYLE)

export { ImportStart } from './import/start.tsx'
export { ImportPage } from './import/page.tsx'
