/* no.tsx - the number that the menu gives a screen. */
import { entryFor } from '../record/here.ts'

export const No = ({ at }: { at: string }) => { const n = entryFor(at)?.number; return n ? <span class="no">{n}</span> : null }
