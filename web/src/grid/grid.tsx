/* grid.tsx - a grid at work: the table, the keys, what is pasted, what is saved. */
import { effect } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { search, setSearch } from '../app/router.ts'
import { number } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { usePrintKey } from '../ui/keys.ts'
import { copy, planned, readPaste } from './copy.ts'
import { Cursor } from './cursor.ts'
import { fillDown, press, step } from './keys.ts'
import { PasteDialog } from './paste.tsx'
import { makePlan, written, type Heads, type Plan } from './plan.ts'
import type { Queue } from './queue.ts'
import { useLeaving, useSaving, type Live } from './saving.ts'
import { edit } from './sheet.ts'
import { Clashes, StateLine, Told } from './state.tsx'
import { Suggest } from './suggest.tsx'
import { Table } from './table.tsx'
import { tell } from './words.ts'

/* heads: what files call the columns, asked for when something is pasted. */
type Props = { queue: Live; title: string; heads: () => Promise<Heads>; print: () => void; more: boolean; children?: ComponentChildren }

const onEnter = () => (search.value.get('enter') === 'phai' ? 'right' : 'down')

/* The input of the grid is one for all its cells, and not of any drawing.  It hears keys as soon as it is there, before anything is painted. */
function useInput(cursor: Cursor, queue: Queue, told: (left: number) => void, paste: (e: ClipboardEvent) => void) {
  useLayoutEffect(() => {
    const stop = new AbortController(), on = { signal: stop.signal }, i = cursor.input
    i.addEventListener('keydown', e => press(e, cursor, { save: () => void queue.flush(), told, onEnter }), on)
    i.addEventListener('input', () => cursor.typed(), on)
    i.addEventListener('focus', () => cursor.refill(), on)
    i.addEventListener('blur', () => { if (i.isConnected) cursor.commit() }, on)
    i.addEventListener('copy', e => copy(e, cursor, false), on)
    i.addEventListener('cut', e => copy(e, cursor, true), on)
    i.addEventListener('paste', paste, on)
    const end = effect(() => { void cursor.at.value; void cursor.row?.state.value; cursor.refill() })
    return () => { stop.abort(); end() }
  }, [cursor])
}

/* Unknown titles are no reason not to paste: then the order tells. */
function usePaste(cursor: Cursor, heads: Props['heads'], trial: Queue['trial']) {
  const [plan, setPlan] = useState<Plan>(), known = useRef<Promise<Heads> | undefined>(undefined)
  const paste = (e: ClipboardEvent) => {
    const block = readPaste(e, cursor), at = cursor.at.peek()
    if (!block) return
    known.current ??= heads().catch(() => { known.current = undefined; return {} as Heads })
    void known.current.then(h => planned(() => makePlan(cursor.sheet, block, at, h))).then(setPlan)
  }
  const write = () => {
    if (plan) edit(cursor.sheet, written(plan).map(c => ({ row: c.row, name: c.column.field.name, content: c.content })))
    setPlan(undefined)
  }
  useEffect(() => plan && (() => cursor.input.focus()), [plan])   // back to where one was
  return { paste, dialog: plan && <PasteDialog plan={plan} sheet={cursor.sheet} trial={trial} onClose={() => setPlan(undefined)} onWrite={write} /> }
}

export function Grid({ queue, title, heads, print, more, children }: Props) {
  const { sheet } = queue, cursor = useMemo(() => new Cursor(sheet), [sheet])
  const [left, setLeft] = useState(0), { paste, dialog } = usePaste(cursor, heads, queue.trial)
  useInput(cursor, queue, setLeft, paste)
  useSaving(queue, cursor)
  useLeaving(queue, cursor)
  usePrintKey(print)
  const table = useMemo(() => <Table cursor={cursor} label={title} />, [cursor])
  return (
    <>
      <Tools cursor={cursor} print={print} told={setLeft}>{children}</Tools>
      <StateLine queue={queue} cursor={cursor} />
      {left > 0 && <p class="problem warning" role="status"><Icon name="alert" />{tell('grid.left', { n: number(left) })}</p>}
      {sheet.kind.columns.every(c => c.locked) && <p class="quiet">{tell('grid.readonly')}</p>}
      {more && <p class="problem warning"><Icon name="alert" />{tell('grid.most', { n: number(sheet.rows.length) })}</p>}
      <Clashes cursor={cursor} queue={queue} />
      <div class="grid-box">{table}</div>
      <Told cursor={cursor} />
      <Suggest cursor={cursor} />
      {dialog}
    </>
  )
}

function Tools({ cursor, print, told, children }: { cursor: Cursor; print: () => void; told: (n: number) => void; children: ComponentChildren }) {
  const { done, undone } = cursor.sheet, way = onEnter()
  const back = (x: () => void) => { x(); cursor.input.focus() }
  return (
    <div class="grid-tools">
      {children}
      <span class="pair">
        <button type="button" class="button" disabled={!done.value.length} title="Ctrl+Z" onClick={() => step(cursor, true, told)}>
          {tell('grid.undo')}</button>
        <button type="button" class="button" disabled={!undone.value.length} title="Ctrl+Y" onClick={() => step(cursor, false, told)}>
          {tell('grid.redo')}</button>
        <button type="button" class="button" title="Ctrl+D" onClick={() => back(() => fillDown(cursor))}>{tell('grid.fill')}</button>
      </span>
      <label class="pick"><span>{tell('grid.enter')}</span><select value={way}
        onChange={e => setSearch({ enter: e.currentTarget.value === 'right' ? 'phai' : undefined })}>
        <option value="down">{tell('grid.down')}</option><option value="right">{tell('grid.right')}</option></select></label>
      <button type="button" class="button" onClick={print}><Icon name="print" />{tell('grid.print')}</button>
    </div>
  )
}
