/* sheetjs.mjs - a workbook as SheetJS makes it, saves it again or reads it.  One order as JSON on standard input; see test_producers.py. */
import { readFileSync, writeFileSync } from 'node:fs'
import XLSX from 'xlsx'

const order = JSON.parse(readFileSync(0, 'utf8'))
const open = path => XLSX.read(readFileSync(path), { cellDates: false, cellNF: true, cellStyles: true, raw: false })
const first = book => book.Sheets[book.SheetNames[0]]
const kinds = { xlsx: {}, shared: { bookSST: true }, dates: { cellDates: true }, packed: { compression: true }, xls: { bookType: 'biff8' }, html: { bookType: 'html' }, csv: { bookType: 'csv' } }

function save(book, path, kind = 'xlsx') {
  const bytes = XLSX.write(book, { type: 'buffer', bookType: 'xlsx', ...kinds[kind] })
  writeFileSync(path, bytes)
}

const doing = {
  make({ rows, path, kind }) {
    const cell = v => (v !== null && typeof v === 'object' ? new Date(v.day + 'T00:00:00') : v)
    const book = XLSX.utils.book_new(), sheet = XLSX.utils.aoa_to_sheet(rows.map(r => r.map(cell)), { cellDates: kind === 'dates', dateNF: 'dd/mm/yyyy' })
    sheet['!merges'] = [XLSX.utils.decode_range('A1:E1')]
    sheet['!cols'] = rows[1].map(() => ({ wch: 18 }))
    XLSX.utils.book_append_sheet(book, sheet, 'Danh sách')
    save(book, path, kind)
  },
  again({ from, path, set = {}, kind }) {
    const book = open(from)
    for (const [at, v] of Object.entries(set)) first(book)[at] = { t: 's', v }
    save(book, path, kind)
  },
  rows({ from }) {
    return XLSX.utils.sheet_to_json(first(open(from)), { header: 1, raw: false, defval: '' })
  },
}
console.log(JSON.stringify(doing[order.do](order) ?? null))
