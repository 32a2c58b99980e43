/* export.ts - files out, with what for and who agreed: fetched together. */
export { Exports } from './export/page.tsx'
