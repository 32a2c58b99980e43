/* reading.ts - the words of a cell of a spreadsheet, which writes days and numbers in ways of its own. */
import type { Field } from '../record/type.ts'
import { readDate } from '../text/index.ts'
import type { BlockCell } from './block.ts'
import { isUnread, readCell, type Beside, type Content, type Reader } from './content.ts'
import { tell } from './words.ts'

const iso = (y: string, m: string, d: string) => readDate(`${d.padStart(2, '0')}/${m.padStart(2, '0')}/${y}`)
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/* Days since 1899, as spreadsheets count them: of 1927 to 2099. */
function fromSerial(n: number): string | undefined {
  if (!Number.isFinite(n) || n < 10_000 || n > 73_050) return undefined
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(n) * 86_400_000).toISOString().slice(0, 10)
}

/* Two digits: of the century in which that year has already been. */
const century = (y: string) => (Number('20' + y) <= new Date().getFullYear() ? '20' + y : '19' + y)

export function readDay(text: string, american: boolean): string | undefined {
  const s = text.trim().replace(/[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[AP]M)?$/i, '').replace(/^(thứ [\p{L}]+|chủ nhật|[a-z]{3,9}day),? (ngày )?/iu, '')
  const back = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(s)
  if (back) return iso(back[1] ?? '', back[2] ?? '', back[3] ?? '')
  const parts = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})$/.exec(s)
  if (parts) {
    const [, a = '', b = '', y = ''] = parts, year = y.length === 2 ? century(y) : y
    return american ? iso(year, a, b) : iso(year, b, a)
  }
  const words = /^(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})$/i.exec(s)
  if (words) return iso(words[3] ?? '', words[2] ?? '', words[1] ?? '')
  const named = /^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{2}|\d{4})$/i.exec(s), month = months.indexOf(named?.[2]?.toLowerCase() ?? '')
  if (named && month >= 0) return iso((named[3] ?? '').length === 2 ? century(named[3] ?? '') : named[3] ?? '', String(month + 1), named[1] ?? '')
  return /^\d{5}$/.test(s) ? fromSerial(Number(s)) : undefined
}

/* A column of month/day/year: some of it is no day/month, and all of it is month/day. */
export function isAmerican(column: string[]): boolean {
  const all = column.map(s => /^\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}\b/.exec(s)).filter(m => m !== null)
  return all.some(m => Number(m[2]) > 12) && all.every(m => Number(m[1]) <= 12)
}

/* "1.234,5" and "1,234.5": the later sign is that of the fraction. */
function decimal(text: string): string {
  const s = text.replace(/\s/g, ''), comma = s.lastIndexOf(','), point = s.lastIndexOf('.')
  if (comma < 0 || point < 0) return s
  return comma > point ? s.replaceAll('.', '') : s.replaceAll(',', '').replace('.', ',')
}

export function readBlockCell(r: Reader, f: Field, cell: BlockCell, american = false, beside?: Beside): Content {
  const text = cell.text.replace(/^'(?=\d)/, '')
  if (f.type === 'date') return readDay(text, american) ?? readCell(r, f, text)
  if (f.type === 'integer' || f.type === 'decimal') {
    if (cell.raw !== undefined && (f.type === 'decimal' || Number.isInteger(cell.raw))) return cell.raw
    return readCell(r, f, f.type === 'decimal' ? decimal(text) : text)
  }
  if (f.type === 'text' && /^\d+([.,]\d+)?E\+\d+$/i.test(text))
    return Number.isSafeInteger(cell.raw) ? String(cell.raw) : { text, why: tell('grid.digitslost') }
  const x = readCell(r, f, text.replace(/\s*\n\s*/g, f.type === 'text' ? ', ' : ' '), beside)
  return f.type === 'partial_date' && isUnread(x) ? readDay(text, american) ?? x : x
}
