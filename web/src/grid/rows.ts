/* rows.ts - the rows of a sheet, and those below the last in which a new record is typed: two are always empty. */
import { signal, type Signal } from '@preact/signals'
import { newKey } from '../data/key.ts'
import type { Value } from '../data/types.ts'
import type { Content } from './content.ts'

export type Values = Record<string, Value>

/* What is to be said of a cell: refused with the reason, stored but to be looked at, or changed by somebody else at the same
 * time; found: by the rules, and not when it was written. */
export type Told = { kind: 'refused' | 'warning' | 'clash'; message: string; theirs?: Value; by?: string; at?: string; found?: boolean }

/* base: of each cell typed, what was stored when it was; given: what stood above the table when a row without a record was begun;
 * gone: where it belongs now (null: not known), if no longer to what was chosen above. */
export type State = {
  code: string; version: number; stored: Values; typed: Record<string, Content>; base: Values; flying: Values | undefined; told: Record<string, Told>
  given?: Values; gone?: Value
}

/* key: of the row for ever; who: what tells whose it is (code, name, birth date); code of the state is '' where no record is there yet; fresh: its
 * record is made here. */
export type Row = { key: string; who: { code: string; name: string; born?: string }; state: Signal<State>; fresh: boolean }

export function makeRow(key: string, who: Row['who'], code: string, version: number, stored: Values, fresh = false): Row {
  return { key, who, state: signal({ code, version, stored, typed: {}, base: {}, flying: undefined, told: {} }), fresh }
}

const FRESH = '+', SPARE = 2

export const freshRow = (key = FRESH + newKey()): Row => makeRow(key, { code: '', name: '' }, '', 0, {}, true)
export const isFreshKey = (key: string) => key.startsWith(FRESH)

/* Nothing is in it, and nothing of it is anywhere else. */
export function isBlank(row: Row): boolean {
  const s = row.state.value
  return row.fresh && !s.code && !s.flying && Object.keys(s.typed).length === 0
}

/* How a page knows a row again after it went away: once it is stored, by its code. */
export const keyOf = (row: Row) => (row.fresh && row.state.peek().code) || row.key
export const rowOf = (rows: Row[], key: string) => rows.find(r => r.key === key) ?? rows.find(r => keyOf(r) === key)

function trailing(rows: Row[]): Row[] {
  let used = rows.length
  for (let last = rows[used - 1]; last && isBlank(last); last = rows[used - 1]) used--
  return rows.slice(used)
}

/* As many rows as are wanted for what is new: first those that are empty already. */
export function* freshRows(rows: Row[]): Generator<Row, never> {
  yield* trailing(rows)
  for (;;) yield freshRow()
}

/* With those that were written into; trim: empty ones beyond the two go. */
export function settled(rows: Row[], written: Row[], trim: boolean): Row[] {
  const known = new Set(rows), empty = trailing(rows), more = new Set(written.filter(r => r.fresh && !known.has(r)))
  const all = [...rows.slice(0, rows.length - empty.length), ...more, ...empty], free = trailing(all).length
  if (free > SPARE && trim) return all.slice(0, all.length - free + SPARE)
  return [...all, ...Array.from({ length: Math.max(0, SPARE - free) }, () => freshRow())]
}
