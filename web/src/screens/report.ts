/* report.ts - statistical reports: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const REPORT_STYLE: string

export const dressed = () => wear(REPORT_STYLE)

export { Reports } from './report/list.tsx'
export { ReportPage } from './report/page.tsx'
