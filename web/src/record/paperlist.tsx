/* paperlist.tsx - the whole list on paper: every row of the question, columns as shown but for sensitive ones nobody asked for, A4 lying. */
import { unit, year } from '../app/session.ts'
import type { Rec } from '../data/types.ts'
import { number, say, showYear, t } from '../text/index.ts'
import { tell } from '../text/paper.ts'
import { schoolColumn } from './choice.ts'
import { isOffice } from './here.ts'
import { Letterhead, printSheet, Signatures } from './paper.tsx'
import { askWish, Purpose, type Wish } from './purpose.tsx'
import { asShown, inWords } from './shown.tsx'
import { valueOf, type Item, type Type } from './type.ts'

type Props = { type: Type; columns: Item[]; rows: Rec[] } & Wish

const isSensitive = (x: Item) => x.class === 'sensitive'

/* Before the rows are fetched; undefined: it is not to be printed. */
export const askList = (type: Type, columns: Item[]) => askWish(say(type.screen.title),
  columns.filter(isSensitive).map(x => say(x.label)))

export const printList = (p: Props) => printSheet(<Sheet {...p} />)

function Sheet({ type, columns, rows, purpose }: Props) {
  const open = columns.filter(x => purpose !== undefined || !isSensitive(x)), all = isOffice() && !type.is_unit ? [...open, schoolColumn] : open
  return (
    <div class="lying">
      <Letterhead unit={unit.value.name} />
      <p class="paper-title">{say(type.screen.title).toUpperCase()}</p>
      <p class="paper-name">{tell('year', { year: showYear(year.value), n: number(rows.length) })}</p>
      <table><thead><tr><th>{t('list.no')}</th>{all.map(x => <th key={x.path}>{say(x.label)}</th>)}</tr></thead>
        <tbody>{rows.map((r, i) => <tr key={r.code}><td class="ordinal">{i + 1}</td>{all.map(x => <td key={x.path}
          class={x.type}>{inWords(asShown(x), valueOf(r, x.path))}</td>)}</tr>)}</tbody></table>
      <Purpose purpose={purpose} />
      <Signatures left={tell('maker')} right={tell('head')} />
    </div>
  )
}
