/* class.ts - the classes of a school, one by one: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const CLASS_STYLE: string

export const dressed = () => wear(CLASS_STYLE)

export { AllClasses } from './class/all.tsx'
export { ClassPage } from './class/page.tsx'
