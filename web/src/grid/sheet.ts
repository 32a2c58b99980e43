/* sheet.ts - the rows of a grid: what is stored, what was typed and is not stored yet, what is on its way; and undo, which is an edit like others. */
import { batch, signal, type Signal } from '@preact/signals'
import type { Value } from '../data/types.ts'
import { alike, isUnread, type Column, type Content, type Reader } from './content.ts'
import type { Field } from '../record/type.ts'
import { keyOf, makeRow, settled, type Row, type State, type Told, type Values } from './rows.ts'

export { makeRow, type Row, type State, type Told, type Values }

/* given: what a new record of the grid has beside what is typed; of: the field that says whose it is; needs: what it still lacks; grows: records are
 * made in rows below the last; name: the column that rows are called by; by: the field of a record that must be so, for it to stand
 * here; chosen: what is chosen above, as a field; mistaken: the status by which the caller says that a record was none. */
export type Kind = {
  plural: string; columns: Column[]; given: Values; of?: string; needs: (value: (path: string) => Value) => string[]; called?: (name: string) => string
  grows?: boolean; name?: string; by?: { name: string; value: Value }; chosen?: Field; mistaken?: string
}

type Cell = { row: Row; name: string }
type Edit = Cell & { content: Content }
export type Step = (Cell & { was: Content; now: Content })[]

export type Sheet = {
  kind: Kind; readonly rows: Row[]; list: Signal<Row[]>; reader: Reader; done: Signal<Step[]>; undone: Signal<Step[]>
  changed: Signal<number>   // grows with each edit
}

const STEPS = 1000

export function makeSheet(kind: Kind, rows: Row[], reader: Reader): Sheet {
  const list = signal(kind.grows ? settled(rows, [], false) : rows)
  return { kind, list, get rows() { return list.value }, reader, done: signal<Step[]>([]), undone: signal<Step[]>([]), changed: signal(0) }
}

export const set = (row: Row, change: Partial<State>) => { row.state.value = { ...row.state.peek(), ...change } }

export const without = <T>(all: Record<string, T>, ...names: string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([n]) => !names.includes(n)))

export const contentOf = (s: State, name: string): Content =>
  name in s.typed ? s.typed[name] ?? null : s.flying && name in s.flying ? s.flying[name] ?? null : s.stored[name] ?? null

export const givenOf = (sheet: Sheet, s: State): Values => s.given ?? sheet.kind.given

/* What is unread counts as what is stored. */
export function valueOf(sheet: Sheet, s: State, name: string): Value {
  const x = contentOf(s, name)
  return isUnread(x) ? s.stored[name] ?? null : x ?? givenOf(sheet, s)[name] ?? null
}

/* As it is called now, where its name is a column. */
export function nameOf(sheet: Sheet, row: Row): string {
  const x = sheet.kind.name ? contentOf(row.state.value, sheet.kind.name) : row.who.name
  return isUnread(x) ? x.text : String(x ?? '')
}

/* Its name is the first column, which stays in view instead of the head of the row. */
export const isNamed = ({ kind: { name, columns } }: Sheet) => name !== undefined && columns[0]?.field.name === name

const columnOf = (sheet: Sheet, name: string) => sheet.kind.columns.find(c => c.field.name === name)

/* Not to be filled in: of another's making, or a condition of the catalogue says that there is nothing to fill in. */
export function isLocked(sheet: Sheet, row: Row, column: Column): boolean {
  const { field } = column, s = row.state.peek()
  if (column.locked || s.gone !== undefined) return true
  return field.show_when !== undefined && contentOf(s, field.name) === null && !sheet.reader.holds(field.show_when, path => valueOf(sheet, s, path))
}

function put({ row, name, content }: Edit) {
  const s = row.state.peek(), air = s.flying !== undefined && name in s.flying, ground = air ? s.flying?.[name] ?? null : s.stored[name] ?? null
  const same = alike(content, ground)
  set(row, {
    typed: same ? without(s.typed, name) : { ...s.typed, [name]: content },
    base: same ? without(s.base, name) : name in s.base ? s.base : { ...s.base, [name]: ground },
    told: s.code ? without(s.told, name) : {},   // a record that is not there yet is asked for anew as a whole
  })
}

/* One step, however many cells; what is locked or already so is left out.  How many cells were changed. */
export function edit(sheet: Sheet, edits: Edit[]): number {
  const step: Step = []
  batch(() => {
    for (const e of edits) {
      const column = columnOf(sheet, e.name), told = e.row.state.peek().told[e.name]
      if (!column || isLocked(sheet, e.row, column)) continue
      if (told?.kind === 'clash') settle(sheet, e.row, e.name, false)   // writing there is the answer: over theirs
      const here = contentOf(e.row.state.peek(), e.name), was = told?.kind === 'clash' ? told.theirs ?? null : here
      if (alike(here, e.content)) continue
      if (!e.row.state.peek().code && !Object.keys(e.row.state.peek().typed).length) set(e.row, { given: sheet.kind.given })
      put(e)
      if (alike(was, e.content)) continue                               // theirs, typed
      step.push({ row: e.row, name: e.name, was, now: e.content })
    }
    if (!step.length) return
    if (sheet.kind.grows) sheet.list.value = settled(sheet.list.peek(), step.map(x => x.row), false)
    sheet.done.value = [...sheet.done.peek().slice(-STEPS + 1), step]
    sheet.undone.value = []
    sheet.changed.value++
  })
  return step.length
}

/* The cells go to what they were (or were again), unless somebody else has changed them since: those are told in number. */
function walk(sheet: Sheet, from: Signal<Step[]>, to: Signal<Step[]>, back: boolean): { cells: Cell[]; left: number } | undefined {
  const step = from.peek().at(-1), moved: Step = []
  if (!step) return undefined
  batch(() => {
    for (const x of step) {
      const here = contentOf(x.row.state.peek(), x.name), clash = x.row.state.peek().told[x.name]
      if (!alike(here, back ? x.now : x.was)) continue
      if (clash?.kind === 'clash') settle(sheet, x.row, x.name, true)
      else put({ ...x, content: back ? x.was : x.now })
      moved.push(clash?.kind === 'clash' && back ? { ...x, was: clash.theirs ?? null } : x)
    }
    if (sheet.kind.grows) sheet.list.value = settled(sheet.list.peek(), moved.map(x => x.row), true)
    from.value = from.peek().slice(0, -1)
    if (moved.length) to.value = [...to.peek(), moved]
    sheet.changed.value++
  })
  return { cells: moved, left: step.length - moved.length }
}

export const undo = (sheet: Sheet) => walk(sheet, sheet.done, sheet.undone, true)
export const redo = (sheet: Sheet) => walk(sheet, sheet.undone, sheet.done, false)

/* ---- what others did ---- */

type Seen = { values: Values; version: number; by?: (name: string) => { by?: string; at?: string } }

/* What only they changed is theirs, what only I changed stays mine and is sent again; where both did, I am asked. */
export function rebase(row: Row, seen: Seen, message: string, by?: Kind['by']) {
  const s = row.state.peek(), typed = { ...s.typed }, base = { ...s.base }, told = { ...s.told }
  for (const [name, theirs] of Object.entries(seen.values)) {
    const mine = typed[name]
    if (mine === undefined || alike(theirs, name in base ? base[name] : s.stored[name])) continue
    if (alike(mine, theirs)) { delete typed[name]; delete base[name]; delete told[name] }
    else told[name] = { kind: 'clash', message, theirs, ...seen.by?.(name) }
  }
  set(row, { stored: { ...s.stored, ...seen.values }, version: seen.version, typed, base, told })
  if (by && by.name in seen.values) alike(seen.values[by.name], by.value) ? set(row, { gone: undefined }) : leave(row, seen.values[by.name] ?? null, message)
}

/* What is written over theirs goes back to theirs: the step that wrote it began there. */
function overTheirs(steps: Step[], row: Row, name: string, mine: Content, theirs: Value): Step[] {
  const at = steps.map(step => step.some(x => x.row === row && x.name === name)).lastIndexOf(true)
  return steps.map((step, i) => (i === at ? step.map(x => (x.row === row && x.name === name && alike(x.now, mine) ? { ...x, was: theirs } : x)) : step))
}

/* It belongs elsewhere now: nothing more of it is sent, and what was typed says why it stays. */
export function leave(row: Row, gone: Value, message: string) {
  const s = row.state.peek(), why = Object.keys(s.typed).map((n): [string, Told] => [n, { kind: 'refused', message }])
  set(row, { gone, told: { ...s.told, ...Object.fromEntries(why) } })
}

/* Mine, over theirs; or theirs. */
export function settle(sheet: Sheet, row: Row, name: string, takeTheirs: boolean) {
  const s = row.state.peek(), { [name]: told, ...rest } = s.told
  if (told?.kind !== 'clash') return
  if (takeTheirs) set(row, { typed: without(s.typed, name), base: without(s.base, name), told: rest })
  else {
    set(row, { base: { ...s.base, [name]: told.theirs ?? null }, told: rest })
    sheet.done.value = overTheirs(sheet.done.peek(), row, name, contentOf(s, name), told.theirs ?? null)
  }
  sheet.changed.value++
}

/* One record stands in two rows: made here, its answer lost, and read since.  They become one, with what was typed in either. */
export function merge(sheet: Sheet, row: Row, twin: Row, message: string) {
  const other = twin.state.peek()
  if (other.version >= row.state.peek().version) rebase(row, { values: other.stored, version: other.version }, message)
  const s = row.state.peek()
  set(row, { typed: { ...other.typed, ...s.typed }, base: { ...other.base, ...s.base }, told: { ...other.told, ...s.told } })
  const moved = (steps: Step[]) => steps.map(step => step.map(x => (x.row === twin ? { ...x, row } : x)))
  sheet.list.value = sheet.list.peek().filter(r => r !== twin)
  sheet.done.value = moved(sheet.done.peek())
  sheet.undone.value = moved(sheet.undone.peek())
}

/* The rows were read anew, told by what a page knows them by. */
export function refresh(sheet: Sheet, fresh: (key: string) => { code: string; version: number; values: Values } | undefined, message: string) {
  batch(() => {
    for (const row of sheet.rows) {
      const x = fresh(keyOf(row)), s = row.state.peek()
      if (!x || s.flying || (x.code === s.code && x.version <= s.version)) continue
      if (x.code !== s.code) set(row, { code: x.code })
      rebase(row, { values: x.values, version: x.version }, message, sheet.kind.by)
    }
  })
}

/* Rows that were made, or are being made, and must have what the last step wrote. */
export function madeBy(sheet: Sheet): Row[] {
  const step = sheet.done.peek().at(-1) ?? []
  return [...new Set(step.map(x => x.row))].filter(row => {
    const s = row.state.peek()
    return row.fresh && (s.code || s.flying) && sheet.kind.needs(path => {
      const x = step.find(y => y.row === row && y.name === path)
      return !x || !alike(contentOf(s, path), x.now) ? valueOf(sheet, s, path) : isUnread(x.was) ? null : x.was ?? null
    }).length > 0
  })
}
