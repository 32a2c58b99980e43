/* columns.tsx - the columns of a file and the fields they go to: what nobody knows first, with a few of its cells; then those of a field that another has. */
import { useId } from 'preact/hooks'
import type { ImportColumn, ImportSummary, Sheet } from '../../data/types.gen.ts'
import { number, plain } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { Combobox, type Option } from '../../ui/combobox.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useSheets } from '../sheets.tsx'
import { isUnknown, type Answer } from './answers.tsx'
import { several } from './changes.tsx'

const NOTHING = '-' // of no interest; an empty value is none

/* Each field once, by the title it is printed with. */
function fieldsOf(sheet: Sheet | undefined): Option[] {
  const all = new Map<string, Option>()
  for (const c of sheet?.columns ?? [])
    if (!['ordinal', 'ignored'].includes(c.field) && !all.has(c.field))
      all.set(c.field, { value: c.field, label: c.title, note: c.titles.slice(1, 3).join(', ') })
  return [{ value: NOTHING, label: tell('col.ignore') }, ...all.values()]
}

type Props = { s: ImportSummary; a: Answer; may: boolean; set: (more: Answer) => void }

export function Columns({ s, a, may, set }: Props) {
  const fields = fieldsOf(useSheets().data?.find(x => x.name === s.sheet)), open = s.mapping.filter(isUnknown)
  const unknown = open.filter(c => c.title)
  const known = s.mapping.filter(c => !isUnknown(c)).sort((a, b) => +!a.instead - +!b.instead)
  const table = (columns: ImportColumn[], title: string) => <Table {...{ columns, title, fields, may }} several={several(s)} chosen={a.mapping ?? {}}
    choose={(t, field) => set({ mapping: { ...a.mapping, [t]: field } })} />
  const what = tell('col.unknown', { n: number(unknown.length) }), clear = tell('col.known', { n: number(known.length) })
  return <>
    {unknown.length > 0 && <><h4><Icon name="alert" />{what}</h4><p class="quiet">{tell('col.unknown.how')}</p>{table(unknown, what)}</>}
    <Untitled columns={open.filter(c => !c.title)} several={several(s)} />
    <details><summary>{clear}</summary>{table(known, clear)}</details>
  </>
}

/* "3 cột không có tiêu đề: D, E, trang 2: B": nothing can be said of them here. */
function Untitled({ columns, several }: { columns: ImportColumn[]; several: boolean }) {
  if (columns.length === 0) return null
  const sheets = [...new Set(columns.map(c => c.sheet))], lettersOf = (sheet: ImportColumn['sheet']) => columns.filter(c => c.sheet === sheet)
    .map(c => c.column).join(', ')
  const where = sheets.map(x => (several && x ? tell('col.in', { sheet: x, letters: lettersOf(x) }) : lettersOf(x))).join('; ')
  return <p class="quiet"><Icon name="alert" /> {tell('col.untitled.all', { n: number(columns.length), where })}</p>
}

type TableProps = {
  columns: ImportColumn[]; title: string; fields: Option[]; several: boolean; may: boolean
  chosen: Record<string, string>; choose: (title: string, field: string) => void
}

const Table = ({ columns, title, ...p }: TableProps) => (
  <div class="table slim columns" tabIndex={0} role="region" aria-label={title}><table>
    <thead><tr><th scope="col">{tell('col.column')}</th><th scope="col">{tell('col.samples')}</th><th scope="col">{tell('col.field')}</th></tr></thead>
    <tbody>{columns.map(c => <Row key={c.sheet + c.column} c={c} {...p} />)}</tbody></table></div>
)

function Row({ c, fields, several, may, chosen, choose }: Omit<TableProps, 'columns' | 'title'> & { c: ImportColumn }) {
  const id = useId(), title = c.title ?? '', now = chosen[title] ?? c.field ?? (c.ignored ? '' : undefined)
  const label = now === undefined ? '' : now === '' ? tell('col.ignore') : fields.find(f => f.value === now)?.label ?? c.label ?? ''
  const options = (typed: string) => fields.filter(f => plain(f.label + ' ' + (f.note ?? '')).includes(plain(typed)))
  return (
    <tr class={chosen[title] !== undefined ? 'changed-row' : undefined}>
      <th scope="row">{title || tell('col.untitled')} <small>{tell('col.letter', { letter: c.column })}{several && c.sheet ? ` · ${c.sheet}` : ''}</small></th>
      <td data-label={tell('col.samples')}>{c.samples.join(' · ') || <span class="none">–</span>}</td>
      <td data-label={tell('col.field')}>{c.instead && <p>{c.label}: {tell('col.instead', { letter: c.instead })}</p>}
        {!title || !may ? label : <>
        <label class="hidden" for={id}>{tell('col.field.of', { title })}</label>
        <Combobox id={id} value={now === '' ? NOTHING : now ?? null} label={label} options={options} placeholder={tell('col.choose')}
          onChange={v => { if (v !== null) choose(title, v === NOTHING ? '' : v) }} /></>}</td>
    </tr>
  )
}
