/* heads.ts - titles and head of a table as the official form has them; where the form is not known any more, the letters of its columns. */
import type { FormLayout, FormSheet, FormText, Report, ReportSheet } from '../../data/types.gen.ts'
import { tell } from '../../text/report.ts'
import { placeOf, sheetWith } from './cells.ts'

export type Head = { at: number; text: string; columns: number; rows: number } // at: which column it begins at
const FIXED = ['A', 'B', 'C', 'D'] // number, what is counted, its unit, code

export const lettersOf = (sheet: ReportSheet) => [...FIXED, ...sheet.columns]

const fits = (form: FormSheet, sheet: ReportSheet) => form.columns.map(c => c.column).join() === lettersOf(sheet).join()

export function headRows(form: FormSheet | undefined, sheet: ReportSheet): Head[][] {
  const letters = lettersOf(sheet), texts = form && fits(form, sheet) ? form.texts.filter(x => x.head) : []
  if (!texts.length) return [[tell('head.no'), tell('head.label'), tell('head.unit'), tell('head.code'), ...sheet.columns]
    .map((text, at) => ({ at, text, columns: 1, rows: 1 }))]
  const from = Math.min(...texts.map(x => x.row)), to = Math.max(...texts.map(x => x.to_row)), taken = new Set<string>()
  return Array.from({ length: to - from + 1 }, (_, i) => letters.flatMap((letter, at): Head[] => {
    const row = from + i, text = texts.find(x => x.row === row && x.column === letter)
    if (taken.has(row + letter)) return []
    const columns = text ? letters.indexOf(text.to_column) - at + 1 : 1, rows = text ? text.to_row - row + 1 : 1
    for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) taken.add(row + y + (letters[at + x] ?? ''))
    return [{ at, text: text?.text ?? '', columns, rows }]
  }))
}

/* What a part is about, by whatever has a Roman number in it, in its head or among its rows: "Trường, lớp". */
export function aboutPart(form: FormSheet | undefined, sheet: ReportSheet): string {
  const isRoman = (text: string | null | undefined) => /^[IVXLC]+$/.test(text?.trim() ?? ''), heads = form?.texts.filter(x => x.head) ?? []
  const over = heads.filter(x => x.column === FIXED[0] && isRoman(x.text)).flatMap(x => heads.filter(y => y.row === x.row && y.column === FIXED[1]))
  const all = [...over.map(x => x.text), ...sheet.rows.filter(x => isRoman(x.ordinal)).map(x => x.label)].map(x => x.trim().replace(/:$/, ''))
  return all.map((x, i) => (i ? x.charAt(0).toLowerCase() + x.slice(1) : x)).join(', ')
}

/* "Phần III: Học sinh" */
export const partWords = (form: FormSheet | undefined, sheet: ReportSheet) =>
  [tell('page.part', { name: sheet.name }), aboutPart(form, sheet)].filter(Boolean).join(': ')

/* "Công lập, Dân tộc thiểu số, Nữ": what a column is of; the line that only numbers the columns says nothing. */
export function columnWords(form: FormSheet | undefined, sheet: ReportSheet, letter: string): string {
  const letters = lettersOf(sheet), at = letters.indexOf(letter)
  const over = form?.texts.filter(x => x.head && !/^\d+$/.test(x.text) && letters.indexOf(x.column) <= at && at <= letters.indexOf(x.to_column)) ?? []
  return [...new Set(over.sort((a, b) => a.row - b.row).map(x => x.text))].join(', ') || letter
}

/* "2": the number below its head; where the form gives none, its words. */
export function columnName(form: FormSheet | undefined, sheet: ReportSheet, letter: string): string {
  return form?.texts.find(x => x.head && x.column === letter && x.to_column === letter && /^\d+$/.test(x.text))?.text ?? columnWords(form, sheet, letter)
}

/* Of a cell, as people name it. */
export function placeWords(r: Report, form: FormLayout | undefined, key: string): { row: number; column: string } {
  const { row, column } = placeOf(key), sheet = sheetWith(r, row)
  return { row, column: sheet ? columnName(form?.sheets.find(s => s.name === sheet.name), sheet, column) : column }
}

/* Above the table: what the form is called at the left, who reports to whom at the right. */
export function titles(form: FormSheet | undefined, r: Report): { left: string[]; right: string[] } {
  const year = Number(r.period.slice(0, 4)), parent = r.receiver ?? '', texts = form?.texts.filter(x => !x.head) ?? []
  const marks: Record<string, string> = { unit: r.unit_name, parent, receiver: parent, year: String(year), school_year: `${year}-${year + 1}` }
  const words = (x: FormText) => x.text.replace(/\{(\w+)\}/g, (all, name: string) => marks[name] ?? all)
  const first = texts.map(x => x.column).sort()[0], said = (some: FormText[]) => some.map(words).filter(Boolean)
  return { left: said(texts.filter(x => x.column === first)), right: said(texts.filter(x => x.column !== first)) }
}
