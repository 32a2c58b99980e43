/* list.ts - the words of what comes late in a list. */
import { wordsOf } from './index.ts'
import { vi } from './list.vi.ts'

export const tell = wordsOf(vi, () => import('./list.en.ts').then(m => m.en))
