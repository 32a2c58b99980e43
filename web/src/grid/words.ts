/* words.ts - the sentences of the grid come with it, not before. */
import { gridVi } from '../text/grid.vi.ts'
import { wordsOf } from '../text/index.ts'

export const english = () => import('../text/grid.en.ts').then(m => m.gridEn)
export const tell = wordsOf(gridVi, english)
