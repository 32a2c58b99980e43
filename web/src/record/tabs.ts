/* tabs.ts - all tabs of a record but the first, and what is asked of one now and then: fetched together, when one of them is shown. */
export { ClashDialog } from './clash.tsx'
export { Duplicates } from './duplicates.tsx'
export { Events } from './events.tsx'
export { History } from './history.tsx'
export { Identifiers } from './identifiers.tsx'
export { PartList } from './parts.tsx'
export { PrintDialog } from './sheet.tsx'
export { StatusDialog } from './status.tsx'
