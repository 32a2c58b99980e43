/* after.ts - what the grid does not need before the first key: fetched once the grid is there, so that it is there when the line is lost. */
export { printGrid } from './paperlist.tsx'
export { pasted } from './pasted.ts'
export { PasteDialog } from './paste.tsx'
export { takeBack } from './takeback.ts'
export { doubtsOf, markDoubts } from './doubts.ts'
