/* begin.ts - the words of what comes first where nothing is there yet. */
import { wordsOf } from './index.ts'
import { vi } from './begin.vi.ts'

export type BeginKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./begin.en.ts').then(m => m.en))
