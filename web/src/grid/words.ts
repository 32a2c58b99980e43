/* words.ts - the sentences of the grid come with it, not before. */
import { gridVi } from '../text/grid.vi.ts'
import { wordsOf } from '../text/index.ts'

export const tell = wordsOf(gridVi, () => import('../text/grid.en.ts').then(m => m.gridEn))
