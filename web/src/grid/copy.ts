/* copy.ts - to the clipboard: what is chosen goes there as spreadsheets take it. */
import { showCell } from './content.ts'
import type { Cursor } from './cursor.ts'
import { clear } from './keys.ts'
import { contentOf } from './sheet.ts'

const quote = (s: string) => (/[\t\n"]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s)
const escape = (s: string) => s.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c).replaceAll('\n', '<br>')

/* Text as text: a spreadsheet takes no zero away and makes no date of it. */
export const writeText = (rows: string[][]) => rows.map(r => r.map(quote).join('\t')).join('\n')
export const writeHtml = (rows: string[][]) =>
  `<table>${rows.map(r => `<tr>${r.map(s => `<td style="mso-number-format:'\\@'">${escape(s)}</td>`).join('')}</tr>`).join('')}</table>`

export function copy(e: ClipboardEvent, c: Cursor, cut: boolean) {
  if (c.mode.peek() !== 'still' || !e.clipboardData) return
  const { top, bottom, left, right } = c.area.peek(), columns = c.columns.slice(left, right + 1), { reader, rows } = c.sheet
  const words = rows.slice(top, bottom + 1).map(r => columns.map(x => showCell(reader, x.field, contentOf(r.state.peek(), x.field.name))))
  e.preventDefault()
  e.clipboardData.setData('text/plain', writeText(words))
  e.clipboardData.setData('text/html', writeHtml(words))
  if (cut) { clear(c); c.refill() }
}
