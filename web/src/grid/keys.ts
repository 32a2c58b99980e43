/* keys.ts - what each key does in the grid.  What an input method has in hand is never taken from it. */
import { number, t } from '../text/index.ts'
import { contentOf, edit, madeBy, redo, undo, type Sheet } from './sheet.ts'
import type { Cursor, Place } from './cursor.ts'
import type { Way } from './takeback.ts'
import { tell } from './words.ts'

/* told: what is to be said of a step. */
export type Does = Way & { told: (words: string) => void; onEnter: () => 'down' | 'right' }

const PAGE = 10

const isEmpty = (sheet: Sheet, { row, column }: Place) => {
  const r = sheet.rows[row], c = sheet.kind.columns[column]
  return !r || !c || contentOf(r.state.peek(), c.field.name) === null
}

/* As spreadsheets go: to the end of what is filled, or to where something is again. */
function jump({ sheet, at }: Cursor, dy: number, dx: number): Place {
  const rows = sheet.rows.length, columns = sheet.kind.columns.length
  let { row, column } = at.peek()
  const inside = () => row + dy >= 0 && row + dy < rows && column + dx >= 0 && column + dx < columns
  const next = () => isEmpty(sheet, { row: row + dy, column: column + dx })
  const run = inside() && !isEmpty(sheet, { row, column }) && !next()
  while (inside() && (run ? !next() : next())) { row += dy; column += dx }
  if (!run && inside()) { row += dy; column += dx }
  return { row, column }
}

/* The next cell that can be filled in, row after row; undefined: there is none, and the grid is left. */
export function nextOpen(c: Cursor, back: boolean): Place | undefined {
  const columns = c.columns.length, n = c.sheet.rows.length * columns, { row, column } = c.at.peek()
  for (let i = row * columns + column + (back ? -1 : 1); i >= 0 && i < n; i += back ? -1 : 1)
    if (!c.columns[i % columns]?.locked) return { row: Math.floor(i / columns), column: i % columns }
  return undefined
}

/* Below; from the last row to the top of the next column that can be filled in. */
function below(c: Cursor, back: boolean): Place {
  const { row, column } = c.at.peek(), last = c.sheet.rows.length - 1
  if (back ? row > 0 : row < last) return { row: row + (back ? -1 : 1), column }
  for (let x = column + (back ? -1 : 1); x >= 0 && x < c.columns.length; x += back ? -1 : 1)
    if (!c.columns[x]?.locked) return { row: back ? last : 0, column: x }
  return { row, column }
}

function enter(c: Cursor, back: boolean, way: 'down' | 'right') {
  const to = way === 'down' ? below(c, back) : nextOpen(c, back)
  c.go(to ?? c.at.peek())
}

const arrows: Record<string, [number, number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

export function fillDown(c: Cursor) {
  const { top, bottom, left, right } = c.area.peek(), one = top === bottom, from = one ? top - 1 : top, source = c.sheet.rows[from]
  if (!source) return
  const rows = c.sheet.rows.slice(one ? top : top + 1, bottom + 1), names = c.columns.slice(left, right + 1).map(x => x.field.name)
  edit(c.sheet, rows.flatMap(row => names.map(name => ({ row, name, content: contentOf(source.state.peek(), name) }))))
}

export function clear(c: Cursor) {
  const { top, bottom, left, right } = c.area.peek(), names = c.columns.slice(left, right + 1).map(x => x.field.name)
  edit(c.sheet, c.sheet.rows.slice(top, bottom + 1).flatMap(row => names.map(name => ({ row, name, content: null }))))
}

/* What after.ts has is there before anybody has copied or made anything; where the line is lost by then, that is said. */
export const after = () => import('./after.ts')
export type After = Awaited<ReturnType<typeof after>>

let busy = false   // one record is taken back after the other

/* One step back or forth; one goes to where it was. */
export function step(c: Cursor, back: boolean, does: Omit<Does, 'onEnter'>) {
  c.commit()
  if (busy) return
  if (back && madeBy(c.sheet).length) {
    busy = true
    after().then(m => m.takeBack(c.sheet, does).then(does.told), () => does.told(t('state.lost')))
      .finally(() => { busy = false; c.input.focus() })
    return
  }
  const done = back ? undo(c.sheet) : redo(c.sheet), first = done?.cells[0]
  const row = first ? c.sheet.rows.indexOf(first.row) : -1
  if (first) c.go({ row: row < 0 ? c.sheet.rows.length - 1 : row, column: c.columns.findIndex(x => x.field.name === first.name) })
  does.told(done?.left ? tell('grid.left', { n: number(done.left) }) : '')
}

/* With Ctrl; true: it was ours. */
function withControl(e: KeyboardEvent, c: Cursor, does: Does): boolean {
  const still = c.mode.peek() !== 'inside', arrow = arrows[e.key], last = { row: c.sheet.rows.length - 1, column: c.columns.length - 1 }
  const key = e.key.toLowerCase()
  if (key === 's') { c.commit(); void does.flush() }
  else if (key === 'd') { c.commit(); fillDown(c) }
  else if (key === 'z' && c.mode.peek() === 'still') step(c, !e.shiftKey, does)
  else if (key === 'y' && c.mode.peek() === 'still') step(c, false, does)
  else if (key === 'a' && c.mode.peek() === 'still') c.goAll()
  else if (e.key === 'Home' && still) c.go({ row: 0, column: 0 }, { extend: e.shiftKey })
  else if (e.key === 'End' && still) c.go(last, { extend: e.shiftKey })
  else if (arrow && still) c.go(jump(c, ...arrow), { extend: e.shiftKey })
  else return false
  return true
}

/* While the list is open its keys are its own. */
function inList(e: KeyboardEvent, c: Cursor): boolean {
  const { open, items, at } = c.list.peek(), chosen = items[at]
  if (!open) {
    if (!(e.altKey && e.key === 'ArrowDown' && c.isChosen)) return false
    c.open()
    return true
  }
  if (e.key === 'ArrowDown' || e.key === 'ArrowUp') c.moveList(e.key === 'ArrowDown' ? 1 : -1)
  else if ((e.key === 'Enter' || e.key === 'Tab') && chosen) { c.pick(chosen); return false }
  else return false
  return true
}

let leaves = false   // Esc, then Tab: out of the grid

function tab(e: KeyboardEvent, c: Cursor): boolean {
  const to = leaves ? undefined : nextOpen(c, e.shiftKey)
  c.commit()
  if (!to) return false
  c.go(to)
  return true
}

function escape(c: Cursor) {
  leaves = c.mode.peek() === 'still'
  c.cancel()
}

function move(e: KeyboardEvent, c: Cursor, does: Does): boolean {
  const { row, column } = c.at.peek(), arrow = arrows[e.key], extend = e.shiftKey, free = c.mode.peek() !== 'inside'
  if (e.key === 'Enter') enter(c, e.shiftKey, does.onEnter())
  else if (e.key === 'F2') c.open()
  else if (arrow && free) c.go({ row: row + arrow[0], column: column + arrow[1] }, { extend })
  else if (e.key === 'Home' && free) c.go({ row, column: 0 }, { extend })
  else if (e.key === 'End' && free) c.go({ row, column: c.columns.length - 1 }, { extend })
  else if (e.key === 'PageDown') c.go({ row: row + PAGE, column }, { extend })
  else if (e.key === 'PageUp') c.go({ row: row - PAGE, column }, { extend })
  else if (e.key === 'Delete' && c.mode.peek() === 'still') { clear(c); c.refill() }
  else return false
  return true
}

export function press(e: KeyboardEvent, c: Cursor, does: Does) {
  if (e.isComposing || e.keyCode === 229) return
  if (e.key === 'Escape') return escape(c)
  const ours = e.ctrlKey || e.metaKey ? withControl(e, c, does) : inList(e, c) || (e.key === 'Tab' ? tab(e, c) : !e.altKey && move(e, c, does))
  if (!['Shift', 'Tab', 'Control', 'Alt', 'Meta'].includes(e.key)) leaves = false
  if (ours) e.preventDefault()
}
