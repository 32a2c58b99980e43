/* list.tsx - the records of a type: whatever the catalogue holds, no type is known here.  Filters by code stand in the address; a name typed
 * to find somebody does not. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { may, session, year } from '../app/session.ts'
import { go, search, setSearch } from '../app/router.ts'
import { get, query } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Fault, Field, Page, Rec, RecordType } from '../data/types.ts'
import { number, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Empty, Show, Waiting } from '../ui/state.tsx'
import { display, screenOf, shown, useList, useType } from './type.ts'
import { around } from './around.ts'

export function RecordList({ plural }: { plural: string }) {
  const type = useType(plural)
  return <Show of={type}>{data => <List key={plural} type={data} />}</Show>
}

function expression(filters: Field[]): string {
  const s = search.value
  return [...filters.filter(f => s.get(f.name)).map(f => `${f.name} == "${s.get(f.name)}"`), ...(s.get('missing') ? [`${s.get('missing')} is null`] : [])].join(' and ')
}

function List({ type }: { type: RecordType }) {
  const screen = screenOf(type), unit = session.value.unit.code
  const byName = (n: string) => type.fields.find(f => f.name === n)!
  const filters = screen.filters.map(byName).filter(Boolean)
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const [more, setMore] = useState<Page<Rec> | undefined>()
  const columns = (search.value.get('columns')?.split(',') ?? screen.list).map(byName).filter(Boolean)
  const args = { unit, year: type.year_bound ? year.value : undefined, q, filter: expression(filters), fields: columns.map(f => f.name).join(','), limit: 50 }
  const path = `/${type.plural}${query(args)}`
  const first = useGet<Page<Rec>>(path)
  const faults = useGet<{ items: Fault[] }>(may('quality', 'read') ? `/quality/problems${query({ unit, year: year.value, limit: 200 })}` : undefined).data?.items
  const filtered = q !== '' || expression(filters) !== ''

  useEffect(() => { const wait = setTimeout(() => setQ(typed.trim()), 250); return () => clearTimeout(wait) }, [typed])
  useEffect(() => setMore(undefined), [path])

  const rows = [...(first.data?.items ?? []), ...(more?.items ?? [])]
  const cursor = more ? more.cursor : first.data?.cursor
  const next = async () => {
    const page = await get<Page<Rec>>(`/${type.plural}${query({ ...args, cursor: cursor ?? undefined })}`)
    setMore(m => ({ items: [...(m?.items ?? []), ...page.items], cursor: page.cursor }))
  }
  around.value = rows.map(r => r.code)

  return (
    <section class="page">
      <header class="head">
        <div><h1>{screen.no && <span class="no">{screen.no}</span>}{screen.title ?? type.label.vi}</h1></div>
        <div class="actions">
          {screen.sheet && may('export', 'read') && <a class="button" download href={`/api/v1/sheets/${screen.sheet}.xlsx${query({ unit, year: year.value })}`}><Icon name="down" />{t('list.template')}</a>}
          <button class="button" onClick={() => print()}><Icon name="print" />{t('list.print')}</button>
          {type.rights.includes('write') && <a class="button primary" href={`/ho-so/${type.plural}/new`}><Icon name="plus" />{t('list.add')}</a>}
        </div>
      </header>
      <div class="filters" role="search" aria-label={t('list.filter')}>
        <label class="find"><span class="hidden">{t('list.q')}</span><Icon name="search" /><input type="search" value={typed} placeholder={t('list.q')} onInput={e => setTyped(e.currentTarget.value)} /></label>
        {filters.map(f => <CodeFilter key={f.name} field={f} />)}
        {screen.missing?.map(n => {
          const on = search.value.get('missing') === n
          return <button key={n} class="chip" aria-pressed={on} onClick={() => setSearch({ missing: on ? undefined : n })}>{t('list.missing')} {byName(n).label.vi.toLowerCase()}</button>
        })}
        {filtered && <button class="link" onClick={() => { setTyped(''); setSearch({ missing: undefined, ...Object.fromEntries(filters.map(f => [f.name, undefined])) }) }}>{t('list.clear')}</button>}
        <span class="count" role="status">{first.data && t('list.count', { n: number(rows.length), more: cursor ? t('list.part') : '' })}</span>
        <Columns type={type} chosen={columns} usual={screen.list} />
      </div>
      {first.waiting ? <Waiting rows={12} /> : <Show of={first}>{() => rows.length === 0
        ? <Empty text={t(filtered ? 'list.empty' : 'list.first')} />
        : <Table type={type} columns={columns} rows={rows} faults={faults} />}</Show>}
      {cursor && <p class="center"><button class="button" onClick={next}>{t('list.more')}</button></p>}
    </section>
  )
}

function CodeFilter({ field }: { field: Field }) {
  const items = useList(field.list)
  return (
    <label class="pick"><span>{field.label.vi}</span>
      <select value={search.value.get(field.name) ?? ''} onChange={e => setSearch({ [field.name]: e.currentTarget.value })}>
        <option value="">{t('list.any')}</option>{items?.map(x => <option key={x.code} value={x.code}>{x.name}</option>)}
      </select>
    </label>
  )
}

function Columns({ type, chosen, usual }: { type: RecordType; chosen: Field[]; usual: string[] }) {
  const set = (name: string, on: boolean) => {
    const names = type.fields.filter(f => (f.name === name ? on : chosen.includes(f))).map(f => f.name)
    setSearch({ columns: names.join() === usual.join() ? undefined : names.join() })
  }
  return (
    <div class="columns">
      <button class="button plain" popovertarget="columns"><Icon name="columns" />{t('list.columns')}</button>
      <div id="columns" popover="auto"><strong>{t('list.columns')}</strong>
        {type.fields.filter(shown).map(f => <label key={f.name}><input type="checkbox" checked={chosen.includes(f)} onChange={e => set(f.name, e.currentTarget.checked)} /> {f.label.vi}</label>)}
      </div>
    </div>
  )
}

function Table({ type, columns, rows, faults }: { type: RecordType; columns: Field[]; rows: Rec[]; faults?: Fault[] }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const key = (e: KeyboardEvent) => {
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return
    const links = [...body.current!.querySelectorAll<HTMLElement>('th a')], i = links.indexOf(document.activeElement as HTMLElement)
    if (i >= 0) { e.preventDefault(); links[i + (e.key === 'ArrowDown' ? 1 : -1)]?.focus() }
  }
  return (
    <div class="table" tabIndex={0} role="region" aria-label={type.label.vi}>
      <table onKeyDown={key}>
        <thead><tr><th class="ordinal" scope="col">TT</th>{columns.map(f => <th key={f.name} scope="col" class={f.name}>{f.label.vi}</th>)}</tr></thead>
        <tbody ref={body}>{rows.map((r, i) => <Row key={r.code} {...{ type, columns, r, i }} faults={faults?.filter(x => x.record === r.code)} />)}</tbody>
      </table>
    </div>
  )
}

function Row({ type, columns, r, i, faults }: { type: RecordType; columns: Field[]; r: Rec; i: number; faults?: Fault[] }) {
  const to = `/ho-so/${type.plural}/${r.code}`
  return (
    <tr onClick={e => (e.target as Element).closest('a') || getSelection()?.toString() || go(to)}>
      <td class="ordinal">{i + 1}</td>
      {columns.map((f, j) => j === 0
        ? <th key={f.name} scope="row"><a href={to}>{display(f, r[f.name])}</a>{faults?.length ? <span class={'fault ' + faults[0]!.severity} title={faults.map(x => x.message).join('\n')}><Icon name="alert" /><span class="hidden">{faults[0]!.message}</span></span> : null}</th>
        : <Cell key={f.name} field={f} record={r} fault={faults?.find(x => x.field === f.name)} />)}
    </tr>
  )
}

function Cell({ field, record, fault }: { field: Field; record: Rec; fault?: Fault }) {
  const items = useList(field.type === 'code' ? field.list : undefined, { code: record[field.name] })
  const text = field.type === 'code' && record[field.name] && !items ? '…' : display(field, record[field.name], items)
  return <td class={field.type + (fault ? ' bad' : '')} data-label={field.label.vi}>{text || <span class="none" aria-label={t('hist.empty')}>–</span>}</td>
}
