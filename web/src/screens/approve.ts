/* approve.ts - what waits for somebody's word, one list: fetched when it is wanted, dressed as reports are. */
export { dressed } from './report.ts'
export { Inbox } from './approve/inbox.tsx'
