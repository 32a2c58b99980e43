/* paper.ts - the words on paper, and of what is asked before anything is printed. */
import { wordsOf } from './index.ts'
import { vi } from './paper.vi.ts'

export const tell = wordsOf(vi, () => import('./paper.en.ts').then(m => m.en))
