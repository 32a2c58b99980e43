/* office.ts - the cards of offices and administrators: fetched together. */
export { Accounts } from './accounts.tsx'
export { Begin } from './begin.tsx'
export { Late } from './late.tsx'
