/* paperlist.tsx - the grid on paper, A4 lying: what is filled in, and empty cells to be filled in by hand. */
import type { ComponentChild } from 'preact'
import { unit, year } from '../app/session.ts'
import { Letterhead, printSheet, Signatures } from '../record/paper.tsx'
import { askWish, Purpose } from '../record/purpose.tsx'
import { number, say, showDate, showYear, t } from '../text/index.ts'
import { tell as onPaper } from '../text/paper.ts'
import { showCell } from './content.ts'
import { isBlank } from './rows.ts'
import { contentOf, isNamed, nameOf, type Sheet } from './sheet.ts'
import { tell } from './words.ts'

/* whose: what was chosen above the table. */
export async function printGrid(sheet: Sheet, title: string, whose: ComponentChild) {
  const hidden = sheet.kind.columns.filter(c => c.field.class === 'sensitive')
  const wish = await askWish(title, hidden.map(c => say(c.label)))
  if (!wish) return
  const rows = sheet.rows.filter(r => !isBlank(r)), { reader, kind } = sheet, named = isNamed(sheet)
  const columns = wish.purpose === undefined ? kind.columns.filter(c => !hidden.includes(c)) : kind.columns
  await printSheet(
    <div class="lying">
      <Letterhead unit={unit.value.name} />
      <p class="paper-title">{title.toUpperCase()}</p>
      <p class="paper-name">{whose}{onPaper('year', { year: showYear(year.value), n: number(rows.length) })}</p>
      <table><thead><tr><th>{t('list.no')}</th>
        {!named && <th>{tell('grid.who')}</th>}{columns.map(c => <th key={c.field.name}>{say(c.label)}</th>)}</tr></thead>
        <tbody>{rows.map((r, i) => (
          <tr key={r.key}><td class="ordinal">{i + 1}</td>
            {!named && <td>{nameOf(sheet, r)}{r.who.born && ' ' + showDate(r.who.born)}</td>}
            {columns.map(c => <td key={c.field.name} class={c.field.type}>{showCell(reader, c.field, contentOf(r.state.peek(), c.field.name))}</td>)}</tr>
        ))}</tbody>
      </table>
      <Purpose {...wish} />
      <Signatures left={onPaper('maker')} right={onPaper('head')} />
    </div>,
  )
}
