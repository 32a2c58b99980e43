/* same.ts - the words of records that look like one entered twice. */
import { wordsOf } from './index.ts'
import { vi } from './same.vi.ts'

export type SameKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./same.en.ts').then(m => m.en))
