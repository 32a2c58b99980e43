/* pasted.ts - what comes from the clipboard: one cell goes in, a range is planned before it is written. */
import { readClipboard } from './block.ts'
import type { Cursor, Place } from './cursor.ts'
import { makePlan, type Heads, type Plan } from './plan.ts'
import { learnPlace, isPlace } from './reader.ts'
import { readBlockCell } from './reading.ts'
import { edit, valueOf } from './sheet.ts'

const HTML_MAX = 4_000_000

/* One cell goes where one is, or into all that is chosen; of more there is a plan, and nothing is written. */
export async function pasted(c: Cursor, text: string, html: string, heads: () => Promise<Heads>): Promise<Plan | undefined> {
  const block = readClipboard(text, html.length > HTML_MAX ? '' : html), only = block.length === 1 && block[0]?.length === 1 ? block[0][0] : undefined
  if (!only) { c.commit(); const at = c.at.peek(); return planned(c, await heads(), block, at) }
  if (c.mode.peek() !== 'still') return plainInto(c, only.text)
  const { top, bottom, left, right } = c.area.peek()
  edit(c.sheet, c.sheet.rows.slice(top, bottom + 1).flatMap(row => c.columns.slice(left, right + 1).map(column => ({
    row, name: column.field.name,
    content: readBlockCell(c.sheet.reader, column.field, only, false, path => valueOf(c.sheet, row.state.peek(), path)),
  }))))
  c.refill()
  return undefined
}

/* Into the words being typed, without the line break that spreadsheets put after a cell. */
function plainInto(c: Cursor, text: string): undefined {
  c.input.setRangeText(text, c.input.selectionStart ?? 0, c.input.selectionEnd ?? 0, 'end')
  c.typed()
}

const PLACES = 60

/* Places in the block are asked for before it is planned: each by its words, once. */
async function planned(c: Cursor, heads: Heads, block: ReturnType<typeof readClipboard>, at: Place): Promise<Plan> {
  const plan = () => makePlan(c.sheet, block, at, heads)
  const first = plan(), asked = new Map(first.cells.filter(x => isPlace(x.column.field)).map(x => [x.column.field.list + x.text, x]))
  await Promise.all([...asked.values()].slice(0, PLACES).map(x => learnPlace(x.column.field, x.text).catch(() => undefined)))
  return asked.size ? plan() : first
}
