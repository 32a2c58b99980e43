/* table.tsx - the table itself: a row is drawn again when something of it changes, and no other; first what is in sight, then the rest. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { say, showDate, t } from '../text/index.ts'
import { isUnread, showCell, type Column } from './content.ts'
import type { Cursor, Place } from './cursor.ts'
import { lacking } from './queue.ts'
import type { Value } from '../data/types.ts'
import { contentOf, isLocked, isNamed, nameOf, type Row, type Sheet, type State } from './sheet.ts'
import { tell } from './words.ts'

const classOf = (column: Column, s: State, locked: boolean): string => {
  const { name, type } = column.field, told = s.told[name], x = contentOf(s, name)
  const state = told?.kind === 'clash' || told?.kind === 'refused' || isUnread(x) ? ' bad' : told?.kind === 'warning' ? ' doubt'
    : name in s.typed ? ' waits' : s.flying && name in s.flying ? ' waits' : ''
  return type + state + (locked ? ' locked' : '')
}

function Line({ sheet, row, i }: { sheet: Sheet; row: Row; i: number }) {
  const s = row.state.value
  return (
    <tr>
      <td class="ordinal">{i + 1}</td>
      <th scope="row" id={`grid-r${i}`}>{isNamed(sheet) ? <>{i + 1}<span class="whose hidden"> {nameOf(sheet, row)}</span></>
        : <span class="whose" title={nameOf(sheet, row)}>{nameOf(sheet, row)}</span>}
        {row.who.born && <small> {showDate(row.who.born)}</small>}
        {row.fresh && <Fresh sheet={sheet} s={s} />}
        {s.gone !== undefined && <small class="problem"> {goneTo(sheet, s.gone)}</small>}</th>
      {sheet.kind.columns.map(column => {
        const locked = isLocked(sheet, row, column)
        return <td key={column.field.name} class={classOf(column, s, locked)} aria-readonly={locked ? 'true' : undefined}>
          {showCell(sheet.reader, column.field, contentOf(s, column.field.name))}</td>
      })}
    </tr>
  )
}

const goneTo = ({ kind: { chosen }, reader }: Sheet, gone: Value) =>
  tell(gone ? 'grid.gone.to' : 'grid.gone', { what: chosen ? `${say(chosen.label).toLowerCase()} ${reader.words(chosen, gone)}` : '' })

/* Of a row in which a new record is typed: how far it is. */
function Fresh({ sheet, s }: { sheet: Sheet; s: State }) {
  const names = Object.keys(s.typed), bad = names.some(n => s.told[n]?.kind === 'refused' || isUnread(s.typed[n]))
  const is = s.flying ? 'flies' : bad ? 'bad' : names.length ? (lacking(sheet, s).length ? 'lacks' : 'waits') : s.code ? 'stored' : 'empty'
  return <small class={is === 'bad' ? 'problem' : is === 'stored' ? 'good' : 'quiet'}>{is === 'empty' ? tell('grid.new') : tell(`grid.new.${is}`)}</small>
}

/* The cell an event is in; undefined: none. */
function placeOf(e: Event, body: HTMLTableSectionElement | null): Place | undefined {
  const td = (e.target as Element).closest?.('td'), tr = td?.parentElement
  if (!td || !body || !(tr instanceof HTMLTableRowElement)) return undefined
  const row = [...body.rows].indexOf(tr), column = td.cellIndex - 2
  return row >= 0 && column >= 0 ? { row, column } : undefined
}

/* Room for what will be typed, so that nothing moves while it is. */
const widthOf = ({ field: f }: Column) =>
  f.type + (f.type !== 'text' ? '' : (f.max ?? 0) > 60 ? ' long' : '')

const Must = () => <span class="must" title={t('form.required')}>{'\u00a0'}*<span class="hidden"> {t('form.required')}</span></span>

const ROW_PX = 36, HEAD_PX = 40, STEP = 6
/* As many rows as the box can show below its head, by its height in grid.css. */
const inSight = () => Math.ceil((Math.max(380, innerHeight - 300) - HEAD_PX) / ROW_PX)

/* How many rows are drawn: those in sight, and keys are taken; then a few at a time, between keys.  All at once where one goes there, and for paper. */
function useDrawn(cursor: Cursor, body: { current: HTMLTableSectionElement | null }): number {
  const [drawn, setDrawn] = useState(inSight), n = cursor.sheet.rows.length
  const all = () => setDrawn(Infinity)
  useLayoutEffect(() => {
    cursor.body = body.current
    cursor.reach = all
    cursor.draw(document.activeElement === document.body || document.activeElement?.id === 'main')
    addEventListener('beforeprint', all)
    return () => removeEventListener('beforeprint', all)
  }, [cursor])
  useLayoutEffect(() => {
    cursor.drawMore()
    if (drawn >= n) return
    const wait = setTimeout(() => setDrawn(d => d + STEP))
    return () => clearTimeout(wait)
  }, [drawn, n])
  return drawn
}

export function Table({ cursor, label }: { cursor: Cursor; label: string }) {
  const { sheet } = cursor, body = useRef<HTMLTableSectionElement>(null), top = useRef<HTMLTableSectionElement>(null)
  const drags = useRef(false), byMouse = useRef(true)
  const drawn = useDrawn(cursor, body)
  useEffect(() => {
    const up = () => { drags.current = false }, head = top.current
    const tall = new ResizeObserver(() => head?.closest<HTMLElement>('.grid-box')?.style.setProperty('scroll-padding-top', `${head.offsetHeight}px`))
    if (head) tall.observe(head)
    addEventListener('pointerup', up)
    return () => { tall.disconnect(); removeEventListener('pointerup', up); cursor.input.remove() }
  }, [cursor])
  const down = (e: PointerEvent) => {
    const at = placeOf(e, body.current), now = cursor.at.peek()
    byMouse.current = e.pointerType === 'mouse'
    if (!at || e.button !== 0) return
    if (e.target === cursor.input) { if (cursor.mode.peek() === 'over') cursor.open(); return }   // within the words that are typed
    e.preventDefault()
    drags.current = e.pointerType === 'mouse'
    if (at.row === now.row && at.column === now.column) cursor.input.focus()
    else cursor.go(at, { extend: e.shiftKey })
  }
  /* A press where one is already leaves all of it chosen, so that typing replaces it; twice opens the words. */
  const isWhole = (e: MouseEvent) => e.target === cursor.input && cursor.mode.peek() === 'still'
  /* Not by a finger, which calls up the keys. */
  const hold = (e: MouseEvent) => { if (isWhole(e) && byMouse.current) { e.preventDefault(); cursor.input.focus() } }
  const whole = (e: MouseEvent) => { if (isWhole(e)) cursor.input.select() }
  const inside = (e: MouseEvent) => { if (e.target === cursor.input) cursor.open() }
  const over = (e: PointerEvent) => {
    const at = drags.current ? placeOf(e, body.current) : undefined
    if (at) cursor.go(at, { extend: true })
  }
  return (
    <table role="grid" aria-label={label} aria-multiselectable="true" onPointerDown={down} onPointerOver={over}
      onMouseDown={hold} onClick={whole} onDblClick={inside}>
      <thead ref={top}><tr>
        <th class="ordinal" scope="col">{t('list.no')}</th><th scope="col" class="first">{isNamed(sheet) ? t('list.no') : tell('grid.who')}</th>
        {sheet.kind.columns.map((c, i) => <th key={c.field.name} scope="col" id={`grid-c${i}`} class={widthOf(c)}>
          {say(c.label)}{c.field.required && !c.locked && <Must />}</th>)}
      </tr></thead>
      <tbody ref={body}>{sheet.rows.slice(0, drawn).map((row, i) => <Line key={row.key} sheet={sheet} row={row} i={i} />)}</tbody>
    </table>
  )
}
