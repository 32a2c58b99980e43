/* table.tsx - a part of a form as it is printed.  It is drawn once for its figures: what one stands on, and what is marked, changes nothing but the cells it
 * is about (see cursor.ts).  A long one is drawn piece by piece, so that one can begin at its top at once. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { VNode } from 'preact'
import type { FormSheet, ReportRow, ReportSheet } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { headRows } from './heads.ts'

/* opens: figures are buttons.  onDrawn: after each piece. */
type Props = { sheet: ReportSheet; form?: FormSheet; opens: boolean; onDrawn?: () => void }

export const LYING = 6 // columns of figures that stand upright at most
/* What the table stands in: where there is room, what is counted has it. */
export const boxOf = (sheet: ReportSheet) => 'form-box' + (sheet.columns.length > LYING ? ' many-columns' : '')

/* Plain functions, not components: there may be four thousand of them. */
function figure(row: ReportRow, column: string, value: number | null | undefined, opens: boolean) {
  const at = `${row.code}${column}`
  if (row.no_source) return <td key={at} data-at={at} class="unknown" title={row.no_source}>?</td>
  if (row.covered?.includes(column)) return <td key={at} data-at={at} class="covered" title={tell('cell.covered')}>•</td>
  if (value === null || value === undefined) return <td key={at} data-at={at} class="closed">#</td>
  return <td key={at} data-at={at}>{opens ? <button type="button" tabIndex={-1}>{number(value)}</button> : number(value)}</td>
}

export const Covered = ({ sheet }: { sheet: ReportSheet }) =>
  (sheet.rows.some(x => x.covered) ? <p class="covered-told"><b>•</b> {tell('cell.covered')}</p> : null)

const line = (row: ReportRow, i: number, columns: string[], opens: boolean) => (
  <tr key={i} class={row.code ? undefined : 'of-many'}>
    <td class="form-no">{row.ordinal}</td><th scope="row" class="form-label">{row.label}</th><td class="form-unit">{row.measure_unit}</td>
    {row.code ? <td class="form-code">{row.code}</td> : <td class="form-code" />}
    {row.code ? columns.map((c, k) => figure(row, c, row.values?.[k], opens)) : <td colSpan={columns.length} />}
  </tr>
)

const classes = ['form-no', 'form-label', 'form-unit', 'form-code']

const FIRST = 16, PIECE = 40 // rows: what a window shows, and what can be drawn between two keys
const fromRow = (piece: number) => (piece === 0 ? 0 : FIRST + (piece - 1) * PIECE)

export function FormTable({ sheet, form, opens, onDrawn }: Props) {
  const pieces = 1 + Math.max(0, Math.ceil((sheet.rows.length - FIRST) / PIECE)), [drawn, setDrawn] = useState(opens ? 1 : pieces)
  const made = useMemo((): VNode[] => [], [sheet, opens]) // what is there already is not compared again
  for (let i = made.length; i < Math.min(drawn, pieces); i++) made.push(
    <tbody key={i}>{sheet.rows.slice(fromRow(i), fromRow(i + 1)).map((row, k) => line(row, k, sheet.columns, opens))}</tbody>)
  useEffect(() => {
    onDrawn?.()
    if (drawn >= pieces) return
    let wait: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => { wait = setTimeout(() => setDrawn(drawn + 1)) }) // what is there is shown first
    return () => { cancelAnimationFrame(frame); clearTimeout(wait) }
  }, [made, drawn])
  return (
    <table>
      <colgroup>{[...classes, ...sheet.columns.map(() => 'form-figure')].map((name, i) => <col key={i} class={name} />)}</colgroup>
      <thead>{headRows(form, sheet).map((row, y) => <tr key={y}>{row.map(h => h.text
        ? <th key={h.at} class={classes[h.at]} scope={h.columns > 1 ? 'colgroup' : 'col'} colSpan={h.columns} rowSpan={h.rows}>{h.text}</th>
        : <td key={h.at} class={classes[h.at]} colSpan={h.columns} rowSpan={h.rows} />)}</tr>)}</thead>
      {[...made]}
    </table>
  )
}
