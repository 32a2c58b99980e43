/* named.ts - the words of who is written in a record and has one of their own. */
import { wordsOf } from './index.ts'
import { vi } from './named.vi.ts'

export const tell = wordsOf(vi, () => import('./named.en.ts').then(m => m.en))
