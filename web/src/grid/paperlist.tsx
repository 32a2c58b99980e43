/* paperlist.tsx - the grid on paper, A4 lying: what is filled in, and empty cells to be filled in by hand. */
import type { ComponentChild } from 'preact'
import { unit, year } from '../app/session.ts'
import { Letterhead, printSheet, Signatures } from '../record/paper.tsx'
import { number, say, showDate, showYear, t } from '../text/index.ts'
import { showCell } from './content.ts'
import { isBlank } from './rows.ts'
import { contentOf, nameOf, type Sheet } from './sheet.ts'
import { tell } from './words.ts'

/* whose: what was chosen above the table. */
export function printGrid(sheet: Sheet, title: string, whose: ComponentChild) {
  const rows = sheet.rows.filter(r => !isBlank(r)), { reader, kind: { columns } } = sheet
  return printSheet(
    <div class="lying">
      <Letterhead unit={unit.value.name} />
      <p class="paper-title">{title.toUpperCase()}</p>
      <p class="paper-name">{whose}{t('list.print.year', { year: showYear(year.value), n: number(rows.length) })}</p>
      <table><thead><tr><th>{t('list.no')}</th><th>{tell('grid.who')}</th>{columns.map(c => <th key={c.field.name}>{say(c.label)}</th>)}</tr></thead>
        <tbody>{rows.map((r, i) => (
          <tr key={r.key}><td class="ordinal">{i + 1}</td><td>{nameOf(sheet, r)}{r.who.born && ' ' + showDate(r.who.born)}</td>
            {columns.map(c => <td key={c.field.name} class={c.field.type}>{showCell(reader, c.field, contentOf(r.state.peek(), c.field.name))}</td>)}</tr>
        ))}</tbody>
      </table>
      <Signatures left={t('list.print.maker')} right={t('list.print.head')} />
    </div>,
  )
}
