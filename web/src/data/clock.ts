/* clock.ts - what time it is for the server; the clock of a school's computer may be hours away. */
import { dayOf } from '../text/index.ts'

let ahead_ms = 0

export const setServerTime = (iso: string) => { ahead_ms = Date.parse(iso) - Date.now() }
export const now = () => Date.now() + ahead_ms
export const today = () => dayOf(now())

/* The school year that holds a moment, by its first year, in Vietnam: it begins in August. */
export function schoolYear(ms: number): number {
  const [year = 0, month = 0] = dayOf(ms).split('-').map(Number)
  return month >= 8 ? year : year - 1
}
