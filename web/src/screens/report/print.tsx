/* print.tsx - a report on paper as the official form: its parts one after the other, those of many columns lying. */
import type { FormLayout, Report } from '../../data/types.gen.ts'
import { Letterhead, printSheet, Signatures } from '../../record/paper.tsx'
import { tell as onPaper } from '../../text/paper.ts'
import { tell } from '../../text/report.ts'
import { titles } from './heads.ts'
import { FormTable, LYING } from './table.tsx'

type Props = { r: Report; form?: FormLayout }

export const printReport = (p: Props) => printSheet(<Sheets {...p} />)

function Sheets({ r, form }: Props) {
  const partOf = (name: string) => form?.sheets.find(s => s.name === name), { left, right } = titles(form?.sheets[0], r)
  return <>{r.sheets.map((sheet, i) => (
    <div key={sheet.name} class={'form-paper ' + (sheet.columns.length > LYING ? 'lying' : 'upright')}>
      {i === 0 && <><Letterhead unit={r.unit_name} />
        <div class="form-titles"><p>{tell('paper.form', { form: r.official })}
          {(r.state === 'draft' || r.state === 'returned') && <em><br />{tell('paper.draft')}</em>}</p>
          <p class="paper-title">{left.map(x => <span key={x}>{x}<br /></span>)}</p><p>{right.map(x => <span key={x}>{x}<br /></span>)}</p></div></>}
      <FormTable sheet={sheet} form={partOf(sheet.name)} opens={false} />
      {i === r.sheets.length - 1 && <Signatures left={onPaper('maker')} right={onPaper('head')} />}
    </div>
  ))}</>
}
