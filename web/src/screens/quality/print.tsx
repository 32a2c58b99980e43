/* print.tsx - the table of progress on paper, A4 or A3 lying. */
import { useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import type { Form, QualityProgress } from '../../data/types.gen.ts'
import { Letterhead, printSheet, Signatures } from '../../record/paper.tsx'
import { moment, showYear } from '../../text/index.ts'
import { tell as onPaper } from '../../text/paper.ts'
import { tell } from '../../text/quality.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Heads, Line } from './row.tsx'
import { ofYear, sumOf } from './units.tsx'

type Props = { told: QualityProgress; form?: Form; onClose: () => void }
const papers = ['a4', 'a3'] as const

export function PrintProgress({ told, form, onClose }: Props) {
  const [paper, setPaper] = useState<(typeof papers)[number]>('a4')
  const go = () => { onClose(); void printSheet(<Sheet told={told} form={form} paper={paper} />) }
  return (
    <Dialog title={tell('p.print.title')} onClose={onClose} onSubmit={go}
      actions={<button type="submit" class="button primary"><Icon name="print" />{tell('p.print')}</button>}>
      <fieldset class="choice"><legend>{tell('p.paper')}</legend>{papers.map(p => (
        <label key={p}><input type="radio" name="paper" checked={paper === p} onChange={() => setPaper(p)} /><span>{tell(`p.${p}`)}</span></label>))}</fieldset>
    </Dialog>
  )
}

const Sheet = ({ told, form, paper }: { told: QualityProgress; form?: Form; paper: string }) => (
  <div class={'lying progress-paper ' + paper}>
    <Letterhead unit={unit.value.name} />
    <p class="paper-title">{tell('p.title').toUpperCase()}</p>
    <p class="paper-name">{ofYear()}{form && <> · {tell('p.by', { year: showYear(year.value) })}</>}
      {told.counted_at && <> · {tell('u.counted', { when: moment(told.counted_at) })}</>}</p>
    <table><thead><Heads form={form?.official} /></thead>
      <tbody>{told.items.map(x => <Line key={x.unit} x={x} form={form?.official} />)}</tbody>
      {unit.value.kind !== 'school' && <tfoot><Line x={sumOf(told.items)} form={form?.official} /></tfoot>}</table>
    <Signatures left={onPaper('maker')} right={onPaper('head')} />
  </div>
)
