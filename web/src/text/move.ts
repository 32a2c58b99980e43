/* move.ts - the words of transfers, of records that are one person, and of the end of a school year. */
import { wordsOf } from './index.ts'
import { vi } from './move.vi.ts'

export type MoveKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./move.en.ts').then(m => m.en))
