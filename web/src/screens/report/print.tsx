/* print.tsx - a report on paper as the official form: its parts one after the other, those of many columns lying. */
import { may, unit } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { FormLayout, Report } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { Letterhead, printSheet, Signatures, usePaper, whose, type Whose } from '../../record/paper.tsx'
import { tell as onPaper } from '../../text/paper.ts'
import { tell } from '../../text/report.ts'
import { titles } from './heads.ts'
import { Covered, FormTable, LYING } from './table.tsx'

type Props = { r: Report; form?: FormLayout }

/* The same by our button, our key and the browser's menu.  An office prints reports of others. */
export function useReportPaper(p: Props): () => Promise<void> {
  const at = { code: p.r.unit }, mine = at.code === unit.value.code, other = useGet('/units/{code}', mine || !may('unit', 'read') ? false : { at }).data
  const sheet = (of?: Whose) => <Sheets {...p} {...of ?? (mine ? whose() : {})} />
  usePaper(() => sheet(other))
  return async () => printSheet(sheet(other ?? (mine ? undefined : await api('GET', '/units/{code}', { at }).catch(() => undefined))))
}

function Sheets({ r, form, above, place }: Props & Whose) {
  const partOf = (name: string) => form?.sheets.find(s => s.name === name), { left, right } = titles(form?.sheets[0], r)
  return <>{r.sheets.map((sheet, i) => (
    <div key={sheet.name} class={'form-paper ' + (sheet.columns.length > LYING ? 'lying' : 'upright')}>
      {i === 0 && <><Letterhead unit={r.unit_name} above={above ?? r.receiver} />
        <div class="form-titles"><p>{tell('paper.form', { form: r.official })}
          {(r.state === 'draft' || r.state === 'returned') && <em><br />{tell('paper.draft')}</em>}</p>
          <p class="paper-title">{left.map(x => <span key={x}>{x}<br /></span>)}</p><p>{right.map(x => <span key={x}>{x}<br /></span>)}</p></div></>}
      <FormTable sheet={sheet} form={partOf(sheet.name)} opens={false} /><Covered sheet={sheet} />
      {i === r.sheets.length - 1 && <Signatures left={onPaper('maker.form')} right={onPaper('head')} place={place ?? null} />}
    </div>
  ))}</>
}
