/* paperlist.tsx - the whole list on paper: every row of the question, columns as shown but for sensitive ones nobody asked for, A4 lying.
 * Numbers that the list does not tell wholly are whole on paper once it is said what for. */
import { unit, year } from '../app/session.ts'
import type { Rec } from '../data/types.ts'
import { number, say, showYear, t } from '../text/index.ts'
import { tell as tellOfList } from '../text/list.ts'
import { tell } from '../text/paper.ts'
import { schoolColumn } from './choice.ts'
import { isOffice } from './here.ts'
import { Letterhead, printSheet, Signatures } from './paper.tsx'
import { askWish, Purpose, type Wish } from './purpose.tsx'
import type { Question } from './rows.ts'
import { asShown, inWords } from './shown.tsx'
import { valueOf, type Item, type Type } from './type.ts'

/* seen: what the numbers of the list are shown for. */
type Props = { type: Type; columns: Item[]; rows: Rec[]; seen?: string } & Wish
type Asked = Pick<Props, 'type' | 'columns' | 'rows'> & { question: Question; all: (asked: Question) => Promise<Rec[]> }

const MASK = '•••'   // as the server begins what it does not tell wholly
const isSensitive = (x: Item) => x.class === 'sensitive'

/* All rows are fetched when it is said what goes on paper. */
export async function printList({ type, columns, rows, question, all }: Asked) {
  const masked = columns.filter(x => rows.some(r => String(valueOf(r, x.path) ?? '').startsWith(MASK)))
  const wish = await askWish(say(type.screen.title), columns.filter(x => isSensitive(x) || masked.includes(x)).map(x => say(x.label)),
    masked[0] && tellOfList('unmask.kept'))
  if (!wish) return
  const seen = (masked[0] && wish.purpose) ?? question['purpose']?.toString()
  await printSheet(<Sheet {...{ type, columns, seen, ...wish }} rows={await all({ ...question, purpose: seen })} />)
}

function Sheet({ type, columns, rows, purpose, seen }: Props) {
  const open = columns.filter(x => purpose !== undefined || !isSensitive(x)), all = isOffice() && !type.is_unit ? [...open, schoolColumn] : open
  return (
    <div class="lying">
      <Letterhead unit={unit.value.name} />
      <p class="paper-title">{say(type.screen.title).toUpperCase()}</p>
      <p class="paper-name">{tell('year', { year: showYear(year.value), n: number(rows.length) })}</p>
      <table><thead><tr><th>{t('list.no')}</th>{all.map(x => <th key={x.path}>{say(x.label)}</th>)}</tr></thead>
        <tbody>{rows.map((r, i) => <tr key={r.code}><td class="ordinal">{i + 1}</td>{all.map(x => <td key={x.path}
          class={x.type}>{inWords(asShown(x), valueOf(r, x.path))}</td>)}</tr>)}</tbody></table>
      <Purpose purpose={purpose ?? seen} />
      <Signatures left={tell('maker')} right={tell('head')} />
    </div>
  )
}
