/* cursor.ts - one cell of the table is in the order of Tab; arrows move it.  All by listeners of the box, so that a key redraws nothing. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { RefObject } from 'preact'

type On = { stand: (at: string) => void; press: (at: string) => void }

const cellOf = (e: Event | Element) => ('target' in e ? (e.target as Element) : e).closest<HTMLElement>('[data-at]')
const inside = (cell: HTMLElement) => cell.querySelector('button') ?? cell
const cellsOf = (row: Element | null | undefined) => [...row?.querySelectorAll<HTMLElement>('[data-at]') ?? []]

/* The cell that a key leads to. */
function next(cell: HTMLElement, { key, ctrlKey }: KeyboardEvent, box: HTMLElement): HTMLElement | undefined {
  const row = cell.closest('tr'), own = cellsOf(row), at = own.indexOf(cell)
  const beside = (step: 1 | -1) => {
    const rows = [...box.querySelectorAll('tbody tr')]
    for (let i = rows.findIndex(r => r === row) + step; rows[i]; i += step) {
      const cells = cellsOf(rows[i])
      if (cells.length) return cells[at]
    }
    return undefined
  }
  const all = () => cellsOf(box)
  switch (key) {
    case 'ArrowLeft': return own[at - 1]
    case 'ArrowRight': return own[at + 1]
    case 'ArrowUp': return beside(-1)
    case 'ArrowDown': return beside(1)
    case 'Home': return ctrlKey ? all()[0] : own[0]
    case 'End': return ctrlKey ? all().at(-1) : own.at(-1)
    default: return undefined
  }
}

const keys = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'])

export function useCursor(box: RefObject<HTMLElement | null>, drawn: unknown, on: On) {
  const now = useRef(on), stop = useRef<HTMLElement>(undefined)
  now.current = on
  const take = (cell: HTMLElement) => {
    if (stop.current) stop.current.tabIndex = -1
    stop.current = inside(cell)
    stop.current.tabIndex = 0
  }
  useLayoutEffect(() => {
    const first = box.current?.querySelector<HTMLElement>('[data-at]')
    if (first && !(stop.current && box.current?.contains(stop.current))) take(first)
  }, [drawn])
  useEffect(() => {
    const b = box.current
    if (!b) return
    const stand = (e: Event) => { const cell = cellOf(e); if (cell) { take(cell); now.current.stand(cell.dataset.at ?? '') } }
    const press = (e: Event) => {
      const cell = cellOf(e)
      if (!cell || getSelection()?.toString()) return
      inside(cell).focus()
      now.current.press(cell.dataset.at ?? '')
    }
    const key = (e: KeyboardEvent) => {
      const cell = cellOf(e)
      if (!cell || e.altKey || e.metaKey) return
      if (e.key === 'Enter' && inside(cell) === cell) now.current.press(cell.dataset.at ?? '')
      if (!keys.has(e.key)) return
      e.preventDefault()
      const to = next(cell, e, b)
      if (to) { take(to); inside(to).focus() }
    }
    b.addEventListener('focusin', stand)
    b.addEventListener('click', press)
    b.addEventListener('keydown', key)
    return () => { b.removeEventListener('focusin', stand); b.removeEventListener('click', press); b.removeEventListener('keydown', key) }
  }, [box.current === null])
}

/* False: it is not drawn yet. */
export function focusCell(box: HTMLElement | null, at: string): boolean {
  const cell = box?.querySelector<HTMLElement>(`[data-at="${at}"]`)
  if (!cell) return false
  const to = inside(cell)
  to.focus({ preventScroll: true })
  cell.scrollIntoView({ block: 'center', inline: 'center' })
  return true
}

export type Mark = 'changed' | 'bad' | 'doubt' | 'remark'

/* What is marked is told apart by the style; nothing else is drawn anew. */
export function useMarks(box: RefObject<HTMLElement | null>, drawn: unknown, marks: Map<string, Mark[]>) {
  useLayoutEffect(() => {
    const done: HTMLElement[] = []
    for (const cell of cellsOf(box.current)) {
      const own = marks.get(cell.dataset.at ?? '')
      if (own) { cell.dataset.mark = own.join(' '); done.push(cell) }
    }
    return () => { for (const cell of done) delete cell.dataset.mark }
  }, [drawn, marks])
}
