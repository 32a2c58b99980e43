/* grid.tsx - a grid at work: the table, the keys, what is pasted, what is saved. */
import { effect } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ComponentChild, ComponentChildren } from 'preact'
import { search, setSearch } from '../app/router.ts'
import { number, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { usePrintKey } from '../ui/keys.ts'
import { copy } from './copy.ts'
import { Cursor } from './cursor.ts'
import { after, fillDown, press, step, type After, type Does } from './keys.ts'
import type { Heads, Plan } from './plan.ts'
import type { Queue } from './queue.ts'
import { useLeaving, useSaving, type Live } from './saving.ts'
import { Clashes, StateLine, Told } from './state.tsx'
import { isNamed } from './sheet.ts'
import { Suggest } from './suggest.tsx'
import { Table } from './table.tsx'
import { tell } from './words.ts'

/* heads: what files call the columns, asked for when something is pasted. */
type Props = { queue: Live; title: string; whose?: ComponentChild; heads: () => Promise<Heads>; more: boolean; children?: ComponentChildren }

const onEnter = () => (search.value.get('enter') === 'phai' ? 'right' : 'down')

/* The input of the grid is one for all its cells, and not of any drawing.  It hears keys as soon as it is there, before anything is painted. */
function useInput(cursor: Cursor, does: Does, paste: (e: ClipboardEvent) => void) {
  useLayoutEffect(() => {
    const stop = new AbortController(), on = { signal: stop.signal }, i = cursor.input
    i.addEventListener('keydown', e => press(e, cursor, does), on)
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
function usePaste(cursor: Cursor, queue: Queue, ask: Props['heads'], told: Does['told']) {
  const [plan, setPlan] = useState<{ of: Plan; by: After }>(), known = useRef<Promise<Heads> | undefined>(undefined)
  const heads = () => known.current ??= ask().catch(() => { known.current = undefined; return {} as Heads })
  const paste = (e: ClipboardEvent) => {
    const text = e.clipboardData?.getData('text/plain') ?? '', html = e.clipboardData?.getData('text/html') ?? ''
    if (!text && !html) return
    e.preventDefault()
    after().then(async by => { const of = await by.pasted(cursor, text, html, heads); if (of) setPlan({ of, by }) }, () => told(t('state.lost')))
  }
  return { paste, dialog: plan && <plan.by.PasteDialog plan={plan.of} sheet={cursor.sheet} trial={queue.trial} onClose={() => setPlan(undefined)} /> }
}

export function Grid({ queue, title, whose, heads, more, children }: Props) {
  const { sheet } = queue, cursor = useMemo(() => new Cursor(sheet), [sheet])
  const [said, told] = useState(''), does = { flush: queue.flush, mistaken: queue.mistaken, told, onEnter }
  const print = () => { after().then(m => m.printGrid(sheet, title, whose), () => told(t('state.lost'))) }
  const { paste, dialog } = usePaste(cursor, queue, heads, told)
  useInput(cursor, does, paste)
  useEffect(() => { after().catch(() => undefined) }, [])
  useSaving(queue, cursor)
  useLeaving(queue, cursor)
  usePrintKey(print)
  const table = useMemo(() => <Table cursor={cursor} label={title} />, [cursor])
  return (
    <>
      <Tools cursor={cursor} print={print} does={does}>{children}</Tools>
      <StateLine queue={queue} cursor={cursor} said={said} />
      {sheet.kind.columns.every(c => c.locked) && <p class="quiet">{tell('grid.readonly')}</p>}
      {more && <p class="problem warning"><Icon name="alert" />{tell('grid.most', { n: number(sheet.rows.length) })}</p>}
      <Clashes cursor={cursor} queue={queue} />
      <div class={'grid-box' + (isNamed(sheet) ? ' named' : '')}>{table}</div>
      <Told cursor={cursor} />
      <Suggest cursor={cursor} />
      {dialog}
    </>
  )
}

function Tools({ cursor, print, does, children }: { cursor: Cursor; print: () => void; does: Does; children: ComponentChildren }) {
  const { done, undone } = cursor.sheet, way = onEnter()
  const back = (x: () => void) => { x(); cursor.input.focus() }
  return (
    <div class="grid-tools">
      {children}
      <span class="pair">
        <button type="button" class="button" disabled={!done.value.length} title="Ctrl+Z" onClick={() => step(cursor, true, does)}>
          {tell('grid.undo')}</button>
        <button type="button" class="button" disabled={!undone.value.length} title="Ctrl+Y" onClick={() => step(cursor, false, does)}>
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
