/* paste.tsx - what a pasted block would do, shown before it is written. */
import { useEffect, useState } from 'preact/hooks'
import { number, say, t } from '../text/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { isUnread, showCell } from './content.ts'
import { written, type Outcome, type Plan, type Planned } from './plan.ts'
import { nameOf, type Sheet } from './sheet.ts'
import { refusals, type Trial } from './trial.ts'
import { tell } from './words.ts'

type Props = { plan: Plan; sheet: Sheet; trial?: Trial; onClose: () => void; onWrite: () => void }
type Count = keyof Plan['counts'] | 'refused'

const all: Count[] = ['new', 'changed', 'refused', 'same', 'invalid', 'locked', 'beyond', 'unmatched']
const SHOWN = 100

/* undefined: not known yet, or not to be known without a line. */
function useRefusals({ plan, sheet, trial }: Props): Map<Planned, string> | undefined {
  const [found, setFound] = useState<Map<Planned, string>>()
  useEffect(() => {
    let here = true
    if (trial) refusals(sheet, written(plan), trial).then(x => { if (here) setFound(x) }, () => undefined)
    return () => { here = false }
  }, [plan])
  return found
}

export function PasteDialog(p: Props) {
  const { plan, sheet, onClose, onWrite } = p, refused = useRefusals(p), count = (k: Count) => (k === 'refused' ? refused?.size ?? 0 : plan.counts[k])
  const n = written(plan).length, kinds = all.filter(k => count(k) > 0), listed = kinds.filter(k => k !== 'beyond')
  const [open, setOpen] = useState<Count | undefined>(plan.counts.invalid ? 'invalid' : plan.counts.changed ? 'changed' : listed[0])
  useEffect(() => document.querySelector<HTMLElement>('dialog[open] footer button')?.focus(), [])   // Enter writes
  return (
    <Dialog wide title={tell('grid.paste')} onClose={onClose} onSubmit={() => { if (n) onWrite() }}
      actions={<button type="submit" class="button primary" disabled={!n}>{tell('grid.paste.write', { n: number(n) })}</button>}>
      <p>{tell('grid.paste.size', { rows: number(plan.size.rows), columns: number(plan.size.columns) })}{' '}
        {tell(`grid.paste.by.${plan.by}`)}{' '}
        {plan.columns.length > 0 && tell('grid.paste.into', { what: plan.columns.map(c => say(c.label)).join(', ') })}{' '}
        {plan.fresh > 0 && <strong>{tell('grid.paste.rows', { n: number(plan.fresh) })}</strong>}</p>
      {plan.notes.map(x => <p key={x} class="problem warning"><Icon name="alert" />{tell(`grid.paste.note.${x}`)}</p>)}
      <div class="grid-counts" role="group" aria-label={tell('grid.paste.counts')}>
        {kinds.map(k => <button key={k} type="button" class={'chip ' + k} aria-pressed={open === k} disabled={k === 'beyond'} onClick={() => setOpen(k)}>
          <strong>{number(count(k))}</strong> {tell(`grid.paste.${k}`)}</button>)}
      </div>
      {open === 'unmatched' ? <ul class="plainlist">{plan.unmatched.slice(0, SHOWN).map((words, i) => <li key={i}>{words}</li>)}</ul>
        : open && <Listed cells={plan.cells.filter(c => (open === 'refused' ? refused?.has(c) : c.outcome === open as Outcome))} sheet={sheet}
          refused={refused} />}
      {refused && refused.size > 0 && <p class="problem warning"><Icon name="alert" />{tell('grid.paste.note.refused')}</p>}
    </Dialog>
  )
}

function Listed({ cells, sheet, refused }: { cells: Planned[]; sheet: Sheet; refused?: Map<Planned, string> }) {
  const { reader } = sheet, isName = (c: Planned) => c.column.field.name === sheet.kind.name
  const named = new Map(cells.filter(isName).map(c => [c.row, c.text]))
  const words = (c: Planned) => (isUnread(c.content) ? c.content.text : showCell(reader, c.column.field, c.content))
  return (
    <div class="table grid-planned" tabIndex={0} role="region" aria-label={tell('grid.paste.cells')}>
      <table><thead><tr><th scope="col">{tell('grid.who')}</th><th scope="col">{t('list.by')}</th><th scope="col">{tell('grid.before')}</th>
        <th scope="col">{tell('grid.after')}</th></tr></thead>
        <tbody>{cells.slice(0, SHOWN).map(c => (
          <tr key={c.row.key + c.column.field.name}><th scope="row">{nameOf(sheet, c.row) || named.get(c.row) || tell('grid.new')}</th>
            <td>{say(c.column.label)}</td>
            <td>{showCell(reader, c.column.field, c.was)}</td>
            <td class={c.outcome === 'invalid' || refused?.has(c) ? 'bad' : ''}>{words(c)}{isUnread(c.content) && <small> {c.content.why}</small>}
              {refused?.has(c) && <small> {refused.get(c)}</small>}</td></tr>
        ))}</tbody></table>
      {cells.length > SHOWN && <p class="quiet center">{t('home.more', { n: number(cells.length - SHOWN) })}</p>}
    </div>
  )
}
