/* suggest.tsx - what the words in a cell can mean, under the cell; chosen by keys or by hand.  The focus stays in the cell. */
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../text/index.ts'
import type { Choice } from './content.ts'
import type { Cursor } from './cursor.ts'

export const LIST_ID = 'grid-list'
export const optionId = (i: number) => `${LIST_ID}-${i}`

export function Suggest({ cursor }: { cursor: Cursor }) {
  const { open, items, at, waiting } = cursor.list.value, box = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (!open || !box.current) return
    const r = cursor.input.getBoundingClientRect(), below = innerHeight - r.bottom
    const s = box.current.style, over = below < 200 && r.top > below
    s.setProperty('--x', `${Math.max(4, Math.min(r.left, innerWidth - 268))}px`)
    s.setProperty('--y', over ? 'auto' : `${r.bottom + 3}px`)
    s.setProperty('--up', over ? `${innerHeight - r.top + 3}px` : 'auto')
    s.setProperty('--high', `${Math.min(280, over ? r.top - 8 : below - 8)}px`)
  }, [open, items])
  useEffect(() => { box.current?.children[at]?.scrollIntoView({ block: 'nearest' }) }, [at])
  return (
    <ul id={LIST_ID} ref={box} class="grid-list" role="listbox" hidden={!open} aria-label={t('form.pick')}>
      {open && items.map((o: Choice, i) => (
        <li key={o.code + (o.note ?? '')} id={optionId(i)} role="option" aria-selected={i === at} onPointerDown={e => { e.preventDefault(); cursor.pick(o) }}>
          {o.name}{o.note && <small> {o.note}</small>}</li>
      ))}
      {open && !items.length && <li class="quiet" role="option" aria-disabled="true" aria-selected="false">{t(waiting ? 'state.wait' : 'form.nothing')}</li>}
    </ul>
  )
}
