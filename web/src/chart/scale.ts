/* scale.ts - figures into lengths and places. */

/* The least round number that is not below.  An axis ends in it. */
const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

export function roundUp(n: number): number {
  if (n <= 1) return 1
  const ten = 10 ** Math.floor(Math.log10(n))
  return (ROUND.find(x => x * ten >= n) ?? 10) * ten
}

/* The next ten below, from which percentages are drawn: never more than what is there, nor all of it. */
export const tenBelow = (n: number) => Math.max(0, Math.floor((n - 1) / 10) * 10)

/* How far along a length a figure is; what lies outside of from and to is at its end. */
export const along = (n: number, from: number, to: number, length: number) => (to > from ? length * Math.min(1, Math.max(0, (n - from) / (to - from))) : 0)

export const share = (part: number, whole: number) => (whole > 0 ? (100 * part) / whole : 0)

/* Whole percents of parts, which together are 100: what is lost by cutting goes to those that lost most. */
export function percents(parts: number[]): number[] {
  const whole = parts.reduce((n, x) => n + x, 0), exact = parts.map(x => share(x, whole)), cut = exact.map(Math.floor)
  const left = whole > 0 ? 100 - cut.reduce((n, x) => n + x, 0) : 0
  const most = exact.map((x, i) => ({ i, lost: x - Math.floor(x) })).sort((a, b) => b.lost - a.lost || a.i - b.i).slice(0, left)
  return cut.map((x, i) => (most.some(m => m.i === i) ? x + 1 : x))
}

/* Which week a Monday begins, counted from one that was long ago: as far apart as their days are. */
export const weekOf = (monday: string) => Math.round(Date.parse(monday + 'T00:00:00Z') / (7 * 24 * 3600e3))
