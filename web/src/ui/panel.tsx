/* panel.tsx - something at the right beside what it is about, which stays at hand; Esc closes it, and the focus goes back to where it was. */
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { t } from '../text/index.ts'
import { Icon } from './icon.tsx'

/* of: what it is about; when that changes the focus comes in anew.  beside: the focus stays where it is.  wide: more than a list. */
type Props = { title: string; of: string; beside?: boolean; wide?: boolean; onClose: () => void; children: ComponentChildren }

export function Panel({ title, of, beside, wide, onClose, children }: Props) {
  const box = useRef<HTMLElement>(null), back = useRef<Element | null>(null), close = useRef(onClose), id = useId()
  close.current = onClose
  useLayoutEffect(() => {
    if (beside) return
    if (!box.current?.contains(document.activeElement)) back.current = document.activeElement
    box.current?.querySelector<HTMLElement>('.panel-body :is(input, select, textarea), button')?.focus()
  }, [of])
  useLayoutEffect(() => () => { if (back.current instanceof HTMLElement && back.current.isConnected) back.current.focus() }, [])
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key !== 'Escape' || e.defaultPrevented || document.querySelector('dialog[open]')) return
      e.stopPropagation()
      close.current()
    }
    addEventListener('keydown', key, true)
    return () => removeEventListener('keydown', key, true)
  }, [])
  return (
    <aside ref={box} class={'panel' + (wide ? ' wide' : '')} aria-labelledby={id}>
      <header><h2 id={id}>{title}</h2>
        <button type="button" class="button plain" onClick={onClose}><Icon name="x" /><span class="hidden">{t('app.close')}</span></button></header>
      <div class="panel-body">{children}</div>
    </aside>
  )
}
