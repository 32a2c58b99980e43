/* export.ts - the words of files out. */
import { wordsOf } from './index.ts'
import { vi } from './export.vi.ts'

export type ExportKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./export.en.ts').then(m => m.en))
