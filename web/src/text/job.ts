/* job.ts - the words of long work: how far it is, what came of it. */
import { wordsOf } from './index.ts'
import { vi } from './job.vi.ts'

export type JobKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./job.en.ts').then(m => m.en))
