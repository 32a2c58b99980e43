/* order.ts - the list of a class: by number where there is one, then as the server names them. */
import type { Rec } from '../../data/types.ts'

const numberOf = (r: Rec) => (typeof r.display_order === 'number' ? r.display_order : Infinity)

export const inOrder = (rows: Rec[]): Rec[] => rows.map((r, i) => ({ r, i })).sort((a, b) => {
  const x = numberOf(a.r), y = numberOf(b.r)
  return x === y ? a.i - b.i : x - y
}).map(x => x.r)

/* One of them put before another place; where there is no such place, as it was. */
export function put(rows: Rec[], from: number, to: number): Rec[] {
  if (from === to || to < 0 || to >= rows.length) return rows
  const rest = rows.filter((_, i) => i !== from), one = rows[from]
  return one ? [...rest.slice(0, to), one, ...rest.slice(to)] : rows
}

/* What has to be written, so that everybody stands where she is shown. */
export const renumbered = (rows: Rec[]) =>
  rows.map((r, i) => ({ code: r.code, version: r.version, display_order: i + 1 })).filter((x, i) => rows[i]?.display_order !== x.display_order)
