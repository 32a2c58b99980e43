/* clock.ts - what time it is for the server; the clock of a school's computer may be hours away. */
let ahead_ms = 0

export const setServerTime = (iso: string) => { ahead_ms = Date.parse(iso) - Date.now() }
export const now = () => Date.now() + ahead_ms

/* The school year that holds a moment, by its first year, in Vietnam: it begins in August. */
export function schoolYear(ms: number): number {
  const day = new Date(ms + 7 * 3_600_000)
  return day.getUTCMonth() >= 7 ? day.getUTCFullYear() : day.getUTCFullYear() - 1
}
