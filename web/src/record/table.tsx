/* table.tsx - the rows of a list: a table, on a phone cards by CSS alone. */
import { useState } from 'preact/hooks'
import type { RefObject } from 'preact'
import { go, setSearch } from '../app/router.ts'
import type { Rec } from '../data/types.ts'
import { say, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { keyOf, schoolColumn, sortKey, sortNow } from './choice.ts'
import type { Fault } from './field.tsx'
import { isOffice, recordAddress } from './here.ts'
import { asShown, Shown } from './shown.tsx'
import { classOf, valueOf, type Item, type Type } from './type.ts'

export type Chosen = { codes: Set<string>; all: boolean }
export type TableProps = {
  type: Type; columns: Item[]; rows: Rec[]; faults: Fault[]; chosen?: Chosen; setChosen: (c: Chosen) => void; body: RefObject<HTMLTableSectionElement | null>
}

export function Table(p: TableProps) {
  const { type, columns, rows, chosen } = p, school = isOffice() && !type.is_unit
  const every = chosen !== undefined && rows.length > 0 && rows.every(r => chosen.all || chosen.codes.has(r.code))
  return (
    <div class={'table main-table' + (chosen ? ' ticked' : '')} tabIndex={0} role="region" aria-label={say(type.screen.title)}>
      <table onKeyDown={e => walk(e, p.body)}>
        <thead><tr>
          {chosen && <th class="tick" scope="col"><input type="checkbox" aria-label={t('list.tick.all')} checked={every}
            onChange={e => p.setChosen({ all: false, codes: new Set(e.currentTarget.checked ? rows.map(r => r.code) : []) })} /></th>}
          <th class="ordinal" scope="col">{t('list.no')}</th>
          {columns.map((x, i) => <>{<Head key={x.path} type={type} x={x} first={i === 0} />}{i === 0 && school && <th key="school"
            scope="col">{say(schoolColumn.label)}</th>}</>)}
        </tr></thead>
        <tbody ref={p.body}>{rows.map((r, i) => <Row key={r.code} {...p} r={r} i={i} school={school}
          faults={p.faults.filter(x => x.record === r.code)} />)}</tbody>
      </table>
    </div>
  )
}

function walk(e: KeyboardEvent, body: RefObject<HTMLTableSectionElement | null>) {
  if ((e.key !== 'ArrowDown' && e.key !== 'ArrowUp') || e.altKey || !body.current) return
  const links = [...body.current.querySelectorAll<HTMLElement>('a.open')], row = (e.target as Element).closest('tr')?.querySelector<HTMLElement>('a.open')
  const at = row ? links.indexOf(row) : -1
  e.preventDefault()
  links[at < 0 ? 0 : at + (e.key === 'ArrowDown' ? 1 : -1)]?.focus()
}

function Head({ type, x, first }: { type: Type; x: Item; first: boolean }) {
  const key = sortKey(type, x), now = sortNow(type) ?? (type.name_field ? 'name' : ''), up = key === now, down = '-' + key === now
  const turn = () => setSearch({ sort: up ? '-' + key : key === 'name' ? undefined : key })
  if (!key) return <th scope="col" class={classOf(x)}>{say(x.label)}</th>
  return (
    <th scope="col" class={classOf(x) + (first ? ' first' : '')} aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      <button type="button" class="sort" onClick={turn}>{say(x.label)}<span class="arrow" aria-hidden="true">{up ? '↑' : down ? '↓' : ''}</span></button></th>
  )
}

/* Not what has a work of its own, nor when words are being marked. */
const isPressed = (e: Event) => !(e.target as Element).closest('a, button, input, [popover], .tick') && !getSelection()?.toString()

type RowProps = TableProps & { r: Rec; i: number; school: boolean }

function Row({ type, columns, r, i, faults, chosen, setChosen, school }: RowProps) {
  const to = recordAddress(type.plural, r.code), on = chosen ? chosen.all || chosen.codes.has(r.code) : false
  const tick = (yes: boolean) => {
    const codes = new Set(chosen?.codes)
    if (yes) codes.add(r.code)
    else codes.delete(r.code)
    setChosen({ all: false, codes })
  }
  return (
    <tr class={on ? 'chosen' : undefined} onClick={e => { if (isPressed(e)) go(to) }}>
      {chosen && <td class="tick"><input type="checkbox" aria-label={t('list.tick', { what: String(r[columns[0]?.path ?? ''] ?? r.code) })} checked={on}
        onChange={e => tick(e.currentTarget.checked)} /></td>}
      <td class="ordinal">{i + 1}</td>
      {columns.map((x, j) => j === 0
        ? <><th key={x.path} scope="row" class={classOf(x)}><a class="open" href={to}><Shown of={asShown(x)} value={valueOf(r, x.path)} none={r.code} /></a>
          {faults.length > 0 && <FaultMark faults={faults} code={r.code} />}</th>
          {school && <td key="school" data-label={say(schoolColumn.label)}>{String(r[schoolColumn.path] ?? '')}</td>}</>
        : <td key={x.path} class={classOf(x) + (faults.some(f => f.field === keyOf(x)) ? ' bad' : '')} data-label={say(x.label)}>
          <Shown of={asShown(x)} value={valueOf(r, x.path)} /></td>)}
    </tr>
  )
}

/* A button, so that a keyboard reaches what it says; a screen reader has it as its name. */
function FaultMark({ faults, code }: { faults: Fault[]; code: string }) {
  const [asked, setAsked] = useState(false), id = 'fault-' + code, worst = faults.some(x => x.severity === 'error') ? 'error' : 'warning'
  return (
    <>
      <button type="button" class={'fault ' + worst} popovertarget={id} onClick={() => setAsked(true)} title={faults.map(x => x.message).join('\n')}>
        <Icon name="alert" /><span class="hidden">{faults.map(x => x.message).join(' ')}</span></button>
      <div id={id} popover="auto" class="why-card">{asked && <ul class="plain-list">{faults.map(x => <li key={x.rule + x.field}
        class={'problem ' + x.severity}><span>{x.message} {x.detail} <em>{x.remedy}</em></span></li>)}</ul>}</div>
    </>
  )
}
