/* charts.ts - the words of drawings. */
import { wordsOf } from './index.ts'
import { vi } from './charts.vi.ts'

export const tell = wordsOf(vi, () => import('./charts.en.ts').then(m => m.en))
