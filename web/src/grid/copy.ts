/* copy.ts - to and from the clipboard: what is chosen goes there as spreadsheets take it, and what comes is planned before it is written. */
import { readClipboard, writeHtml, writeText, type Block } from './block.ts'
import { showCell } from './content.ts'
import type { Cursor } from './cursor.ts'
import { clear } from './keys.ts'
import { learnPlace, isPlace } from './reader.ts'
import { readBlockCell } from './reading.ts'
import { contentOf, edit, valueOf } from './sheet.ts'
import type { Plan } from './plan.ts'

export function copy(e: ClipboardEvent, c: Cursor, cut: boolean) {
  if (c.mode.peek() !== 'still' || !e.clipboardData) return
  const { top, bottom, left, right } = c.area.peek(), columns = c.columns.slice(left, right + 1), { reader, rows } = c.sheet
  const words = rows.slice(top, bottom + 1).map(r => columns.map(x => showCell(reader, x.field, contentOf(r.state.peek(), x.field.name))))
  e.preventDefault()
  e.clipboardData.setData('text/plain', writeText(words))
  e.clipboardData.setData('text/html', writeHtml(words))
  if (cut) { clear(c); c.refill() }
}

const HTML_MAX = 4_000_000

/* One cell goes where one is, or into all that is chosen; of more the plan is shown first.  undefined: the input takes it by itself. */
export function readPaste(e: ClipboardEvent, c: Cursor): Block | undefined {
  const text = e.clipboardData?.getData('text/plain') ?? '', html = e.clipboardData?.getData('text/html') ?? ''
  const block = readClipboard(text, html.length > HTML_MAX ? '' : html), only = block.length === 1 && block[0]?.length === 1 ? block[0][0] : undefined
  if (!block.length || (only && c.mode.peek() !== 'still')) return only && plainInto(e, c, only.text)
  e.preventDefault()
  if (!only) { c.commit(); return block }
  const { top, bottom, left, right } = c.area.peek()
  edit(c.sheet, c.sheet.rows.slice(top, bottom + 1).flatMap(row => c.columns.slice(left, right + 1).map(column => ({
    row, name: column.field.name,
    content: readBlockCell(c.sheet.reader, column.field, only, false, path => valueOf(c.sheet, row.state.peek(), path)),
  }))))
  c.refill()
  return undefined
}

/* Into the words being typed, without the line break that spreadsheets put after a cell. */
function plainInto(e: ClipboardEvent, c: Cursor, text: string): undefined {
  e.preventDefault()
  c.input.setRangeText(text, c.input.selectionStart ?? 0, c.input.selectionEnd ?? 0, 'end')
  c.typed()
}

const PLACES = 60

/* Places in the block are asked for before it is planned: each by its words, once. */
export async function planned(plan: () => Plan): Promise<Plan> {
  const first = plan(), asked = new Map(first.cells.filter(x => isPlace(x.column.field)).map(x => [x.column.field.list + x.text, x]))
  await Promise.all([...asked.values()].slice(0, PLACES).map(x => learnPlace(x.column.field, x.text).catch(() => undefined)))
  return asked.size ? plan() : first
}
