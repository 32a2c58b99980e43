/* list.tsx - the records of a type: whatever the catalogue holds, no type is known here.  Filters by code stand in the address; a name typed
 * to find somebody does not. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ComponentChildren, RefObject } from 'preact'
import { address, go, search } from '../app/router.ts'
import { may, ofClasses, unit, year } from '../app/session.ts'
import { query, type Problem } from '../data/api.ts'
import type { Rec } from '../data/types.ts'
import { useGet } from '../data/use.ts'
import { number, say, showYear, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Empty, NoRight, Show, Waiting } from '../ui/state.tsx'
import { around, findPlace } from './around.ts'
import { clearAll, isNarrowed, keyOf, question, schoolColumn, shownColumns } from './choice.ts'
import type { Fault } from './field.tsx'
import { Columns, counted, Filters } from './filters.tsx'
import { calledFor, isOffice, recordAddress } from './here.ts'
import { usePrintKey } from '../ui/keys.ts'
import { later, useLater } from '../ui/later.tsx'
import { allRows, useRows, type Question } from './rows.ts'
import { Table, type Chosen } from './table.tsx'
import { mayAdd, mayWrite, useType, valueOf, type Item, type Type } from './type.ts'

const Many = later(() => import('./many.tsx').then(m => m.Many)), Masked = later(() => import('./masked.tsx').then(m => m.Masked))

export function RecordList({ plural }: { plural: string }) {
  return <Show of={useType(plural)}>{type => type.rights.includes('read') ? <List key={plural} type={type} />
    : <section class="page list"><header class="head"><h1>{calledFor(type).title}</h1></header><NoRight right={[type.module, 'read']} /></section>}</Show>
}

/* What was looked for in the list last left: in memory, so that coming back from a record finds it again. */
let lookedFor = { plural: '', text: '' }

const FAULTS = 50
const nobody: Chosen = { codes: new Set(), all: false }

function List({ type }: { type: Type }) {
  const [typed, setTyped] = useState(lookedFor.plural === type.plural ? lookedFor.text : ''), [chosen, setChosen] = useState<Chosen>(nobody)
  const [purpose, setPurpose] = useState<string>()
  const q = useLater(typed.trim(), 250), body = useRef<HTMLTableSectionElement>(null)
  const columns = shownColumns(type), asked = { ...question(type, columns), q: q || undefined, purpose }
  const list = useRows(type, asked), { first, rows } = list
  const faults = useGet<{ items: Fault[] }>(may('quality', 'read') && !isOffice()
    ? `/quality/problems${query({ unit: unit.value.code, year: year.value, type: type.name, limit: FAULTS })}` : undefined).data?.items ?? []
  const filtered = q !== '' || isNarrowed(type), many = mayWrite(type) && !type.by_operation && !isOffice() && !ofClasses()
  const [touched, setTouched] = useState(false)
  const choose = (c: Chosen) => { setTouched(true); setChosen(c) }
  lookedFor = { plural: type.plural, text: typed }
  useEffect(() => { around.value = { plural: type.plural, codes: rows.map(r => r.code), address: address.value } })
  useEffect(() => setChosen(nobody), [JSON.stringify(asked)])
  useBack(`/${type.plural}${query(asked)}`, first.data !== undefined)
  useListKeys(type, body)
  return (
    <section class="page list">
      <ListHead type={type} adds={mayAdd(type) && !(type.once_a_year && rows.length > 0)}
        count={first.data && counted({ shown: rows.length, total: list.total, atLeast: list.atLeast })}>
        {many && (rows[0] || type.screen.grid?.of) && type.screen.grid?.columns[0] && <Quick by={type.screen.grid.by} plural={type.plural} />}
        {rows.length > 0 && <Print type={type} columns={columns} question={asked} rows={rows} total={list.total ?? rows.length} />}</ListHead>
      <Filters type={type} typed={typed} setTyped={setTyped} />
      {many && (touched || chosen.all || chosen.codes.size > 0) && <Many type={type} question={asked} rows={rows} total={list.total} chosen={chosen}
        setChosen={choose} />}
      {(first.data?.masked || first.error?.key === 'query.purpose') && <Masked onTold={setPurpose} />}
      <Apart columns={columns} rows={rows} own={new Set(type.fields.map(f => f.name))} />
      {first.waiting ? <Waiting rows={12} /> : <Show of={first} right={[type.module, 'read']}>{() => rows.length === 0
        ? <Nothing type={type} filtered={filtered} clear={() => { setTyped(''); clearAll(type) }} />
        : <Table {...{ type, columns, rows, faults, body }} setChosen={choose} chosen={many ? chosen : undefined} />}</Show>}
      {list.cursor && <p class="center"><button type="button" class="button" disabled={list.loading}
        onClick={() => void list.next()}>{t(list.loading ? 'state.wait' : 'list.more')}</button></p>}
      {list.refused && <p class="problem center" role="alert"><Icon name="alert" />{list.refused}</p>}
    </section>
  )
}

/* What stands beside the records in a year, where nobody has it: no class yet, rather than all classes lost. */
function Apart({ columns, rows, own }: { columns: Item[]; rows: Rec[]; own: Set<string> }) {
  const beside = columns.filter(x => x.path.includes('.') && !own.has(x.path.split('.')[0] ?? '') && x.path !== schoolColumn.path)
  if (!rows.length || !beside.length || rows.some(r => beside.some(x => valueOf(r, x.path) !== null))) return null
  const what = beside.map(x => say(x.label).toLowerCase()).join(', ')
  return <p class="bar-note"><Icon name="alert" />{t('list.apart', { year: showYear(year.value), what })}</p>
}

const ASK_OVER = 200

/* The same rows as a table to type into: of the class that the list is of, where it is of one. */
function Quick({ by, plural }: { by?: Item; plural: string }) {
  const key = by ? keyOf(by) : ''
  return <a class="button" href={'/nhap/' + plural + query({ [key]: search.value.get(key) })}><Icon name="columns" />{t('list.grid')}</a>
}

/* All rows are fetched, then they go on paper. */
type PrintProps = { type: Type; columns: Item[]; question: Question; rows: Rec[]; total: number }

function Print({ total, ...of }: PrintProps) {
  const [n, setN] = useState<number>()
  const start = async () => {
    if (total > ASK_OVER && !confirm(t('list.print.many', { n: number(total) }))) return
    try {
      await (await import('./paperlist.tsx')).printList({ ...of, all: asked => allRows(of.type, asked, setN) })
    } catch (x) { alert((x as Problem).message) }
    setN(undefined)
  }
  usePrintKey(() => { if (n === undefined) void start() })
  return (
    <button type="button" class="button" disabled={n !== undefined} title="Ctrl + P" onClick={() => void start()}>
      <Icon name="print" />{n === undefined ? t('list.print') : t('list.print.wait', { n: number(n) })}</button>
  )
}

function ListHead({ type, count, adds, children }: { type: Type; count?: string; adds: boolean; children: ComponentChildren }) {
  const { number, title } = calledFor(type)
  return (
    <header class="head">
      <h1>{number && <span class="no">{number}</span>}{title} <span class="count" role="status">{count}</span></h1>
      <div class="actions"><Columns type={type} /><Template type={type} />{children}{adds && <Add type={type} />}</div>
    </header>
  )
}

function Template({ type }: { type: Type }) {
  const { sheet } = type.screen
  if (!sheet || isOffice() !== type.is_unit) return null
  return <>
    {may('export', 'read') && <a class="button" download href={`/api/v1/sheets/${sheet}.xlsx${query({ unit: unit.value.code, year: year.value })}`}>
      <Icon name="down" />{t('list.template')}</a>}
    {mayWrite(type) && may(type.is_unit ? 'network' : 'import', 'write') && <a class="button" href={'/nap' + query({ mau: sheet })}>
      <Icon name="up" />{t('list.import')}</a>}
  </>
}

const Add = ({ type }: { type: Type }) => <a class="button primary" href={recordAddress(type.plural, 'new')} title="n"><Icon name="plus" />{t('list.add')}</a>

/* Nothing there yet, or nothing like this: each with the one next step. */
function Nothing({ type, filtered, clear }: { type: Type; filtered: boolean; clear: () => void }) {
  if (filtered) return <Empty text={t('list.empty')}><button type="button" class="button" onClick={clear}>{t('list.clear')}</button></Empty>
  return <Empty text={t(mayAdd(type) ? 'list.first' : 'list.none')}>{mayAdd(type) && <p class="actions center"><Add type={type} />
    <Template type={type} /></p>}</Empty>
}

/* Back from a record: where one was. */
function useBack(path: string, ready: boolean) {
  useEffect(() => { if (ready) { const top = findPlace(path)?.top; if (top) scrollTo(0, top) } }, [ready])
}

const inText = (e: Event) => (e.target as Element).matches('input, select, textarea')

function useListKeys(type: Type, body: RefObject<HTMLTableSectionElement | null>) {
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return
      const find = document.getElementById('find-in-list')
      if (e.key === '/' && find && !inText(e)) { e.preventDefault(); e.stopImmediatePropagation(); find.focus() }
      if (e.key === 'n' && !inText(e) && mayAdd(type)) { e.preventDefault(); go(recordAddress(type.plural, 'new')) }
      if (e.key === 'ArrowDown' && (e.target === find ||
        e.target === document.body)) { e.preventDefault(); body.current?.querySelector<HTMLElement>('a.open')?.focus() }
    }
    addEventListener('keydown', key, true)
    return () => removeEventListener('keydown', key, true)
  }, [type])
}
