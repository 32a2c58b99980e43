/* paste.tsx - what a pasted block would do, shown before it is written. */
import { useEffect, useState } from 'preact/hooks'
import { number, say, t, wordsOf } from '../text/index.ts'
import { pasteVi } from '../text/paste.vi.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { isUnread, showCell } from './content.ts'
import { written, type Outcome, type Plan, type Planned } from './plan.ts'
import { edit, nameOf, type Sheet } from './sheet.ts'
import { refusals, type Trial } from './trial.ts'
import { english, tell } from './words.ts'

const word = wordsOf(pasteVi, english)

type Props = { plan: Plan; sheet: Sheet; trial?: Trial; onClose: () => void }
type Count = keyof Plan['counts'] | 'refused' | 'write'

const all: Count[] = ['write', 'new', 'changed', 'refused', 'same', 'invalid', 'locked', 'beyond', 'unmatched']
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
  const { plan, sheet, onClose } = p, refused = useRefusals(p), n = written(plan).length
  const count = (k: Count) => (k === 'refused' ? refused?.size ?? 0 : k === 'write' ? n : plan.counts[k])
  const kinds = all.filter(k => count(k) > 0), listed = kinds.filter(k => k !== 'beyond')
  const [open, setOpen] = useState<Count | undefined>(listed[0]), [whole, setWhole] = useState(n <= SHOWN)
  const write = () => {
    if (!n) return
    edit(sheet, written(plan).map(c => ({ row: c.row, name: c.column.field.name, content: c.content })))
    onClose()
  }
  /* Enter writes once all that is written was there to be seen. */
  useEffect(() => document.querySelector<HTMLElement>(`dialog[open] ${whole ? 'footer button' : '.grid-whole'}`)?.focus(), [whole])
  return (
    <Dialog wide title={word('grid.paste')} onClose={onClose} onSubmit={write}
      actions={<button type="submit" class="button primary" disabled={!n}>{word('grid.paste.go', { n: number(n) })}</button>}>
      <p>{word('grid.paste.size', { rows: number(plan.size.rows), columns: number(plan.size.columns) })}{' '}
        {word(`grid.paste.by.${plan.by}`)}{' '}
        {plan.columns.length > 0 && word('grid.paste.into', { what: plan.columns.map(c => say(c.label)).join(', ') })}{' '}
        {plan.fresh > 0 && <strong>{word('grid.paste.rows', { n: number(plan.fresh) })}</strong>}</p>
      {plan.notes.map(x => <p key={x} class="problem warning"><Icon name="alert" />{word(`grid.paste.note.${x}`, { what: plan.unknown.join(', ') })}</p>)}
      <div class="grid-counts" role="group" aria-label={word('grid.paste.counts')}>
        {kinds.map(k => <button key={k} type="button" class={'chip ' + k} aria-pressed={open === k} disabled={k === 'beyond'} onClick={() => setOpen(k)}>
          <strong>{number(count(k))}</strong> {word(`grid.paste.${k}`)}</button>)}
      </div>
      {open === 'unmatched' ? <ul class="plainlist">
          {plan.unmatched.map(({ words, why }, i) => <li key={i}>{words} <small class="problem">{word(`grid.paste.why.${why}`)}</small></li>)}</ul>
        : open && <Listed cells={cellsOf(plan, open, refused)} sheet={sheet} refused={refused} most={open === 'write' && whole ? Infinity : SHOWN} />}
      {!whole && open === 'write' && <p class="center"><button type="button" class="button grid-whole" onClick={() => setWhole(true)}>
        {word('grid.paste.whole', { n: number(n) })}</button></p>}
      {refused && refused.size > 0 && <p class="problem warning"><Icon name="alert" />{word('grid.paste.note.refused')}</p>}
    </Dialog>
  )
}

/* What is changed before what is new: something goes there. */
function cellsOf(plan: Plan, open: Count, refused: Map<Planned, string> | undefined): Planned[] {
  const of = (outcome: Outcome) => plan.cells.filter(c => c.outcome === outcome)
  return open === 'write' ? [...of('changed'), ...of('new')] : open === 'refused' ? plan.cells.filter(c => refused?.has(c)) : of(open as Outcome)
}

function Listed({ cells, sheet, refused, most }: { cells: Planned[]; sheet: Sheet; refused?: Map<Planned, string>; most: number }) {
  const { reader } = sheet, isName = (c: Planned) => c.column.field.name === sheet.kind.name
  const named = new Map(cells.filter(isName).map(c => [c.row, c.text]))
  const words = (c: Planned) => (isUnread(c.content) ? c.content.text : showCell(reader, c.column.field, c.content))
  return (
    <div class="table slim grid-planned" tabIndex={0} role="region" aria-label={word('grid.paste.cells')}>
      <table><thead><tr><th scope="col">{tell('grid.who')}</th><th scope="col">{t('list.by')}</th><th scope="col">{word('grid.before')}</th>
        <th scope="col">{word('grid.after')}</th></tr></thead>
        <tbody>{cells.slice(0, most).map(c => (
          <tr key={c.row.key + c.column.field.name}><th scope="row">{nameOf(sheet, c.row) || named.get(c.row) || tell('grid.new')}</th>
            <td data-label={t('list.by')}>{say(c.column.label)}</td>
            <td data-label={word('grid.before')}>{showCell(reader, c.column.field, c.was)}</td>
            <td data-label={word('grid.after')} class={c.outcome === 'invalid' || refused?.has(c) ? 'bad' : ''}>{words(c)}
              {isUnread(c.content) && <small> {c.content.why}</small>}{refused?.has(c) && <small> {refused.get(c)}</small>}</td></tr>
        ))}</tbody></table>
      {cells.length > most && <p class="quiet center">{t('home.more', { n: number(cells.length - most) })}</p>}
    </div>
  )
}
