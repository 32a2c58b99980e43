/* figure.tsx - what every drawing stands in: its name, the drawing, and the table behind it, which is read aloud and printed whether it is open or not. */
import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { tell } from '../text/charts.ts'

export type Table = { head: string[]; rows: (readonly [label: string, ...figures: string[]])[] }
type Props = { title: string; table: Table; named?: boolean; children: ComponentChildren }

/* named: the title stands above already. */
export function Figure({ title, table, named, children }: Props) {
  return (
    <figure class="chart">
      <figcaption class={named ? 'hidden' : undefined}>{title}</figcaption>
      {children}
      <Behind title={title} {...table} />
    </figure>
  )
}

/* As spreadsheets take it. */
const asText = ({ head, rows }: Table) => [head, ...rows].map(r => r.join('\t')).join('\n')

function Behind({ title, head, rows }: Table & { title: string }) {
  const [open, setOpen] = useState(false), [copied, setCopied] = useState(false), clipboard: Clipboard | undefined = navigator.clipboard
  const copy = () => void clipboard?.writeText(asText({ head, rows })).then(() => setCopied(true), () => undefined)
  return (
    <div class="behind">
      <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>{tell(open ? 'table.hide' : 'table.show')}</button>
      {open && clipboard && <button type="button" class="link" onClick={copy}>{tell('table.copy')}</button>}
      <span role="status">{copied && tell('table.copied')}</span>
      <div class={open ? 'behind-table' : 'behind-table folded'} tabIndex={open ? 0 : undefined} role="region" aria-label={title}><table>
        <caption class="hidden">{title}</caption>
        <thead><tr>{head.map((x, i) => <th key={x} scope="col" class={i ? 'integer' : undefined}>{x}</th>)}</tr></thead>
        <tbody>{rows.map(([label, ...figures], i) => (
          <tr key={i}><th scope="row">{label}</th>{figures.map((x, k) => <td key={k} class="integer">{x}</td>)}</tr>))}</tbody>
      </table></div>
    </div>
  )
}
