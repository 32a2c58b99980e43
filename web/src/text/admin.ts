/* admin.ts - the words of administration. */
import { wordsOf } from './index.ts'
import { vi } from './admin.vi.ts'

export const tell = wordsOf(vi, () => import('./admin.en.ts').then(m => m.en))
export type AdminKey = keyof typeof vi
