/* import.ts - the words of the import wizard. */
import { wordsOf } from './index.ts'
import { vi } from './import.vi.ts'

export type ImportKey = keyof typeof vi
export const tell = wordsOf(vi, () => import('./import.en.ts').then(m => m.en))
