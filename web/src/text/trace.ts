/* trace.ts - the words of asking who took a file. */
import { wordsOf } from './index.ts'
import { vi } from './trace.vi.ts'

export const tell = wordsOf(vi, () => import('./trace.en.ts').then(m => m.en))
