/* changes.tsx - what would change, field by field, and who is missing from the file. */
import type { ImportSummary } from '../../data/types.gen.ts'
import { tell } from '../../text/import.ts'
import { PartTable } from './part.tsx'

export const several = (s: ImportSummary) => new Set(s.mapping.map(c => c.sheet)).size > 1

/* "12", or "12, trang Khối 1" where a file has more than one sheet. */
export const placeOf = (s: ImportSummary, x: { sheet?: string | null; row: number }) =>
  (several(s) && x.sheet ? tell('row.of', { row: x.row, sheet: x.sheet }) : String(x.row))

/* Changes are kept up to a number, people counted whole: more of them than are told here. */
const told = (n: number, whole: number, most: number) => (n < most ? n : Math.max(n, whole))
const MOST = 1000

export const Changes = ({ s }: { s: ImportSummary }) => (
  <PartTable title={tell('cha.title')} rows={s.changes} whole={told(s.changes.length, s.changed + s.moved, MOST)}
    heads={[tell('row.name'), tell('row.row'), tell('cha.field'), tell('cha.before'), tell('cha.after')]}
    row={(x, i) => (
      <tr key={i}><th scope="row">{x.name ?? x.code}</th><td data-label={tell('row.row')}>{placeOf(s, x)}</td>
        <td data-label={tell('cha.field')}>{x.label ?? ''}</td>
        <td data-label={tell('cha.before')}>{x.before ? <del>{x.before}</del> : <span class="none">–</span>}</td>
        <td data-label={tell('cha.after')}>{x.after ? <ins>{x.after}</ins> : <span class="none">–</span>}</td></tr>)} />
)

export const Missing = ({ s }: { s: ImportSummary }) => <>
  <p class="quiet">{tell('mis.how')}</p>
  <PartTable title={tell('fig.missing')} rows={s.missing_entries} whole={s.missing} heads={[tell('row.name'), tell('mis.class'), tell('mis.code')]}
    row={(x, i) => (
      <tr key={i}><th scope="row">{x.name ?? x.code}</th><td data-label={tell('mis.class')}>{x.class}</td>
        <td data-label={tell('mis.code')}><code>{x.code}</code></td></tr>)} />
</>
