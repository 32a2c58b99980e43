/* drop.tsx - a button with something under it: closes by Escape, by a press elsewhere, when the focus leaves or the address changes. */
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { address } from '../app/router.ts'

type Props = { class?: string; button: string; title: string; face: ComponentChildren; children: (close: () => void) => ComponentChildren }

export function Drop({ class: own = '', button, title, face, children }: Props) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null), id = useId(), at = address.value
  const close = () => {
    setOpen(false)
    if (box.current?.contains(document.activeElement)) box.current.querySelector('button')?.focus()
  }
  useEffect(() => setOpen(false), [at])
  useEffect(() => {
    if (!open) return
    const away = (e: Event) => { if (!box.current?.contains(e.target as Node)) setOpen(false) }
    addEventListener('pointerdown', away)
    addEventListener('focusin', away)
    return () => { removeEventListener('pointerdown', away); removeEventListener('focusin', away) }
  }, [open])
  return (
    <div class={'drop ' + own} ref={box} onKeyDown={e => { if (e.key === 'Escape' && open) { e.stopPropagation(); close() } }}>
      <button type="button" class={button} title={title} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>{face}</button>
      <div class="under" id={id} role="group" aria-label={title} hidden={!open}>{open && children(close)}</div>
    </div>
  )
}
