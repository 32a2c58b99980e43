/* class.ts - the words of the page of a class. */
import { wordsOf } from './index.ts'
import { vi } from './class.vi.ts'

export const tell = wordsOf(vi, () => import('./class.en.ts').then(m => m.en))
