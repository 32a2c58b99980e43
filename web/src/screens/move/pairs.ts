/* pairs.ts - pairs of records that may be one person: which are still open, and what was decided here. */
import type { Duplicate } from '../../data/types.gen.ts'

export type Pair = Duplicate & { a: string }
/* kept: of two that became one, the code that stays; the other leads to it. */
export type Decided = { pair: Pair; same: boolean; kept?: string; gone?: string; words: string }

export const keyOf = (p: Pair) => `${p.a} ${p.b}`

/* The record that a code leads to by now. */
function leadsTo(code: string, decided: Decided[]): string {
  const merged = decided.find(d => d.gone === code)
  return merged?.kept ? leadsTo(merged.kept, decided.filter(d => d !== merged)) : code
}

/* Once B is part of A, what was B and C is A and C; asked once, whatever way it came. */
export function openOf(pairs: Pair[], decided: Decided[], put: string[]): Pair[] {
  const done = new Set(decided.map(d => keyOf(d.pair))), seen = new Set<string>()
  const open = pairs.filter(p => {
    const one = leadsTo(p.a, decided), other = p.record ? leadsTo(p.record, decided) : p.b, both = [one, other].sort().join(' ')
    if (done.has(keyOf(p)) || one === other || seen.has(both)) return false
    seen.add(both)
    return true
  })
  const late = (p: Pair) => put.lastIndexOf(keyOf(p))
  return open.sort((x, y) => late(x) - late(y))
}

/* Only the last merge into a record can be taken back. */
export const canUndo = (d: Decided, decided: Decided[]) =>
  !d.kept || decided.filter(x => x.kept === d.kept || x.kept === d.gone || x.gone === d.kept).at(-1) === d
