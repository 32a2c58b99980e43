/* part.tsx - long tables are drawn in parts: a browser that draws 5,000 rows at once stands still. */
import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { number, t } from '../../text/index.ts'
import { tell } from '../../text/import.ts'

const PART = 100

type Props<T> = { title: string; heads: string[]; rows: T[]; row: (x: T, i: number) => ComponentChildren; whole?: number }

/* whole: how many there are, where the server tells only the first of them. */
export function PartTable<T>({ title, heads, rows, row, whole = rows.length }: Props<T>) {
  const [n, setN] = useState(PART)
  return <>
    <div class="table main-table slim" tabIndex={0} role="region" aria-label={title}><table>
      <thead><tr>{heads.map((h, i) => <th key={h} scope="col" class={i === 0 ? 'first' : undefined}>{h}</th>)}</tr></thead>
      <tbody>{rows.slice(0, n).map(row)}</tbody></table></div>
    <p class="center quiet" role="status">{tell('part.shown', { n: number(Math.min(n, rows.length)), of: number(whole) })}{' '}
      {n < rows.length && <button type="button" class="button" onClick={() => setN(n + PART)}>{t('state.more')}</button>}
      {n >= rows.length && whole > rows.length && tell('part.rest')}</p>
  </>
}
