/* quality.ts - the words of quality, lists of what is missing, and progress. */
import { wordsOf } from './index.ts'
import { vi } from './quality.vi.ts'

export type QualityKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./quality.en.ts').then(m => m.en))
