/* faults.tsx - what is wrong in a file, by its causes with how many each; a press shows the rows of one. */
import { useRef, useState } from 'preact/hooks'
import type { ImportCause, ImportIssue, ImportSummary } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { Icon } from '../../ui/icon.tsx'
import { placeOf } from './changes.tsx'
import { PartTable } from './part.tsx'

const isOf = (c: ImportCause) => (x: ImportIssue) => x.key === c.key && (x.title ?? '') === (c.title ?? '') && x.warning === c.warning

/* A sheet that is not taken has no row. */
const where = (row: number) => tell(row ? 'fau.row' : 'fau.whole')
const causeOf = (c: ImportCause) => c.title ?? where(c.rows[0]!.row)

/* Of the rows that stay out, or of those that go in and should be looked at: new classes are among them. */
export function Faults({ s, of }: { s: ImportSummary; of: string }) {
  const warnings = of !== 'refused', rows = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(s.causes.find(c => of === 'classes_created' && c.key === 'import.class_created'))
  const show = (c: ImportCause | undefined) => {
    setChosen(c)
    queueMicrotask(() => { rows.current?.scrollIntoView({ block: 'nearest' }); rows.current?.querySelector<HTMLElement>('.table')?.focus() })
  }
  const causes = s.causes.filter(c => c.warning === warnings), issues = s.issues.filter(chosen ? isOf(chosen) : x => x.warning === warnings)
  return <>
    <h4>{tell('fau.causes', { n: number(causes.length) })}</h4>
    <ul class="causes">{causes.map((c, i) => (
      <li key={i}><button type="button" aria-pressed={c === chosen} onClick={() => show(c === chosen ? undefined : c)}>
        <Icon name="alert" /><span><strong>{causeOf(c)}</strong>{' '}
          {c.count === 1 ? c.message_sample : tell('fau.such', { words: c.message_sample ?? '' })}</span>
        <b class={c.warning ? 'warn' : 'bad'}>{number(c.count)}</b></button></li>))}</ul>
    <div ref={rows} class="fault-rows" key={chosen ? causes.indexOf(chosen) : 'all'}>
      <h4>{chosen ? tell('fau.of', { what: causeOf(chosen) }) : tell('fau.all')}
        {chosen && <button type="button" class="link" onClick={() => show(undefined)}>{tell('fau.all')}</button>}</h4>
      <PartTable title={tell('fau.all')} rows={issues} whole={chosen?.count ?? (warnings ? s.warnings : s.errors)}
        heads={[tell('row.row'), tell('fau.cell'), tell('fau.value'), tell('fau.why')]} row={(x, i) => <Issue key={i} s={s} x={x} />} />
    </div>
  </>
}

const Issue = ({ s, x }: { s: ImportSummary; x: ImportIssue }) => (
  <tr><th scope="row">{!!x.row && <span class="only-phone">{tell('row.row')} </span>}{x.row ? placeOf(s, x) : x.sheet}</th>
    <td data-label={tell('fau.cell')}>{x.title ?? where(x.row)}{x.column && <small>{tell('col.letter', { letter: x.column })}</small>}</td>
    <td data-label={tell('fau.value')} class={x.warning ? 'warn' : 'bad'}>{x.value ?? <span class="none">–</span>}</td>
    <td data-label={tell('fau.why')} class="why-words">{x.message}</td></tr>
)
