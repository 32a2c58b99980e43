/* book.mjs - workbooks of the tests: made, read and corrected with SheetJS (test/producers). */
import { createRequire } from 'node:module'

const XLSX = createRequire(new URL('../../../test/producers/package.json', import.meta.url))('xlsx')

/* Rows of texts on one sheet, or several by name; some of them hidden. */
export function book(sheets, hidden = []) {
  const made = XLSX.utils.book_new()
  for (const [name, rows] of Object.entries(Array.isArray(sheets) ? { 'Danh sách': sheets } : sheets)) XLSX.utils.book_append_sheet(made, XLSX.utils.aoa_to_sheet(rows), name)
  made.Workbook = { Sheets: made.SheetNames.map(name => ({ Hidden: hidden.includes(name) ? 1 : 0 })) }
  return XLSX.write(made, { type: 'buffer', bookType: 'xlsx' })
}

/* A workbook whose sheet of that number is named and not there. */
export const losing = (bytes, number) => Buffer.from(bytes.toString('latin1').replace(new RegExp(`(?<!/)xl/worksheets/sheet${number}[.]xml`, 'g'), `xl/worksheets/lost${number}_.xml`), 'latin1')

export const file = (name, sheets) => ({ name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: book(sheets) })

/* What a person does with a workbook: opens it, corrects cells of its first sheet, saves it. */
export function corrected(bytes, correct) {
  const made = XLSX.read(bytes), sheet = made.Sheets[made.SheetNames[0]]
  correct({ rows: XLSX.utils.sheet_to_json(sheet, { header: 1, raw: false, defval: '' }), set: (at, v) => { sheet[at] = { t: 's', v } } })
  return XLSX.write(made, { type: 'buffer', bookType: 'xlsx' })
}

const asTheyStand = bytes => { const made = XLSX.read(bytes); return XLSX.utils.sheet_to_json(made.Sheets[made.SheetNames[0]], { header: 1, raw: false, defval: '' }) }

/* As people read them: a blank that a file is marked with is a blank. */
export const rowsOf = bytes => asTheyStand(bytes).map(row => row.map(x => String(x).replaceAll('\u00a0', ' ')))

/* Its first sheet turned round, as values, without its titles. */
export const sortedAgain = bytes => book(asTheyStand(bytes).slice(2).reverse())
