/* history.ts - the words of what became of a record. */
import { wordsOf } from './index.ts'
import { vi } from './history.vi.ts'

export type HistoryKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./history.en.ts').then(m => m.en))
