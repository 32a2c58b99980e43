/* support.ts - the words of asking for help and answering. */
import { wordsOf } from './index.ts'
import { vi } from './support.vi.ts'

export const tell = wordsOf(vi, () => import('./support.en.ts').then(m => m.en))
