/* no.tsx - the number that the menu gives a screen, and its name where it has one of its own for some. */
import { entryFor } from '../record/here.ts'
import { say } from '../text/index.ts'

export const No = ({ at }: { at: string }) => { const n = entryFor(at)?.number; return n ? <span class="no">{n}</span> : null }
export function calledAt(at: string, usual: string) { const e = entryFor(at); return e ? say(e.label) : usual }
