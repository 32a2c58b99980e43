/* class.ts - the classes of a school, one by one: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const CLASS_STYLE: string

let worn: Promise<unknown> | undefined
export const dressed = () => (worn ??= wear(CLASS_STYLE)).catch(x => { worn = undefined; throw x })

export { AllClasses } from './class/all.tsx'
export { ClassPage } from './class/page.tsx'
