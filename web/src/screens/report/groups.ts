/* groups.ts - which rows of a form belong together: those below one heading that count the same thing. */
import type { ReportRow, ReportSheet } from '../../data/types.gen.ts'

export type Row = { code: number; label: string; n: number }
export type Group = { title: string; measure: string; rows: Row[] }

const bare = (label: string) => label.replace(/^[\s+–-]+/, '').replace(/:\s*$/, '')
const isNumbered = (row: ReportRow) => Boolean(row.ordinal)
const isPart = (row?: ReportRow) => Boolean(row?.label.trim().startsWith('+'))

/* A heading without a number ("Trong đó") says nothing without what it is a part of: the row above it, where the rows below are parts of that one ("+"),
 * else the last with a number. */
function titleOf(rows: ReportRow[], at: number): string {
  const heading = rows[at], words = bare(heading?.label ?? ''), before = rows.slice(0, at)
  if (!heading || isNumbered(heading)) return words
  const whole = isPart(rows[at + 1]) ? before.at(-1) : before.filter(isNumbered).at(-1)
  return whole ? `${bare(whole.label)} – ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words
}

/* Rows that have a figure in the column.  Those with numbers of their own that follow each other are one group without a title; a heading above parts
 * ("+") ends with them, and what follows is of the heading before. */
export function groupsOf({ columns, rows }: ReportSheet, column: string): Group[] {
  const at = columns.indexOf(column), groups: Group[] = []
  let title = '', before: string | undefined
  rows.forEach((row, i) => {
    if (!row.code) {
      before = isPart(rows[i + 1]) ? before ?? title : undefined
      title = titleOf(rows, i)
      return
    }
    if (before !== undefined && !isPart(row)) { title = before; before = undefined }
    if (isNumbered(row)) title = ''
    const n = row.values?.[at], measure = row.measure_unit ?? ''
    if (typeof n !== 'number' || row.no_source) return
    const own = { code: row.code, label: bare(row.label), n }
    const same = (title ? groups : groups.slice(-1)).find(g => g.title === title && g.measure === measure)
    if (same) same.rows.push(own)
    else groups.push({ title, measure, rows: [own] })
  })
  return groups
}
