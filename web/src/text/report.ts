/* report.ts - the words of statistical reports and of what waits to be decided. */
import { wordsOf } from './index.ts'
import { vi } from './report.vi.ts'

export const tell = wordsOf(vi, () => import('./report.en.ts').then(m => m.en))
export type ReportKey = keyof typeof vi
