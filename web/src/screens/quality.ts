/* quality.ts - faults, what is missing, and how far units are: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const QUALITY_STYLE: string

export const dressed = () => wear(QUALITY_STYLE)

export { ChecklistPage } from './quality/checklist.tsx'
export { Quality } from './quality/page.tsx'
export { Progress } from './quality/progress.tsx'
