/* cells.ts - cells of a report by code and column: "37E". */
import type { Report, ReportSheet } from '../../data/types.gen.ts'

export const cellKey = (row: number, column: string) => row + column

export function placeOf(key: string): { row: number; column: string } {
  const [, row = '', column = ''] = /^(\d+)(.*)$/.exec(key) ?? []
  return { row: Number(row), column }
}

export const sheetWith = (r: Report, row: number): ReportSheet | undefined => r.sheets.find(s => s.rows.some(x => x.code === row))
export const rowIn = (r: Report, row: number) => sheetWith(r, row)?.rows.find(x => x.code === row)

export function figureAt(r: Report, key: string): number | null | undefined {
  const { row, column } = placeOf(key), sheet = sheetWith(r, row)
  return sheet?.rows.find(x => x.code === row)?.values?.[sheet.columns.indexOf(column)]
}

/* Every cell that has a figure. */
function figures(r: Report): Map<string, number> {
  const all = new Map<string, number>()
  for (const { columns, rows } of r.sheets)
    for (const { code, values } of rows)
      values?.forEach((n, i) => { if (code && n !== null) all.set(cellKey(code, columns[i] ?? ''), n) })
  return all
}

/* What was there before, where it is something else now: of the edition before, or of the computing before this one. */
export function changedSince(r: Report, before: Report | undefined): Map<string, number | null> {
  const changed = new Map<string, number | null>(r.difference.map(d => [cellKey(d.row, d.column), d.before ?? null]))
  if (!before || before.id !== r.id) return changed
  const old = figures(before)
  changed.clear()
  for (const [key, n] of figures(r)) if (old.get(key) !== n) changed.set(key, old.get(key) ?? null)
  return changed
}
