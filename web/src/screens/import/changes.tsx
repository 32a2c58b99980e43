/* changes.tsx - what would change, field by field, and who is missing from the file. */
import type { ImportChange, ImportMissing, ImportRow, ImportSummary } from '../../data/types.gen.ts'
import { tell } from '../../text/import.ts'
import { PartTable } from './part.tsx'

export const several = (s: ImportSummary) => new Set(s.mapping.map(c => c.sheet)).size > 1

/* "12", or "12, trang Khối 1" where a file has more than one sheet. */
export const placeOf = (s: ImportSummary, x: { sheet?: string | null; row: number }) =>
  (several(s) && x.sheet ? tell('row.of', { row: x.row, sheet: x.sheet }) : String(x.row))

/* Changes are kept up to a number, people counted whole: more of them than are told here. */
const MOST = 1000

export const Changes = ({ s, rows, whole }: { s: ImportSummary; rows: ImportChange[]; whole: number }) => (
  <PartTable title={tell('cha.title')} rows={rows} whole={s.changes.length < MOST ? rows.length : Math.max(rows.length, whole)}
    heads={[tell('row.name'), tell('row.row'), tell('cha.field'), tell('cha.before'), tell('cha.after')]}
    row={(x, i) => (
      <tr key={i}><th scope="row">{x.name ?? x.code}</th><td data-label={tell('row.row')}>{placeOf(s, x)}</td>
        <td data-label={tell('cha.field')}>{x.label ?? ''}</td>
        <td data-label={tell('cha.before')}>{x.before ? <del>{x.before}</del> : <span class="none">–</span>}</td>
        <td data-label={tell('cha.after')}>{x.after ? <ins>{x.after}</ins> : <span class="none">–</span>}</td></tr>)} />
)

/* Of rows of the file, or who is in none. */
export function People({ s, title, rows, whole }: { s: ImportSummary; title: string; rows: (ImportMissing | ImportRow)[]; whole: number }) {
  const missing = rows === s.missing_entries, heads = [tell('row.name'), tell('mis.class'), tell(missing ? 'mis.code' : 'row.row')]
  return <>
    {missing && <p class="quiet">{tell('mis.how')}</p>}
    <PartTable title={title} rows={rows} whole={whole} heads={heads} row={(x, i) => (
      <tr key={i}><th scope="row">{x.name ?? ('code' in x && x.code)}</th><td data-label={heads[1]}>{x.class}</td>
        <td data-label={heads[2]}>{'row' in x ? placeOf(s, x) : <code>{x.code}</code>}</td></tr>)} />
  </>
}
