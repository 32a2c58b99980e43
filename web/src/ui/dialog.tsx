/* dialog.tsx - a question over the screen: the platform's own dialog holds the focus, and gives it back before the next key. */
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { t } from '../text/index.ts'
import { Icon } from './icon.tsx'

type Props = { title: string; onClose: () => void; onSubmit?: () => void; actions?: ComponentChildren; wide?: boolean; children: ComponentChildren }

export function Dialog({ title, onClose, onSubmit, actions, wide, children }: Props) {
  const box = useRef<HTMLDialogElement>(null), id = useId()
  useLayoutEffect(() => {
    const d = box.current
    d?.showModal()
    d?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea, button), footer button')?.focus()
    return () => d?.close()
  }, [])
  return (
    <dialog ref={box} class={'dialog' + (wide ? ' wide-dialog' : '')} aria-labelledby={id} onCancel={e => { e.preventDefault(); onClose() }}
      onKeyDown={e => e.stopPropagation()}>
      <form method="dialog" noValidate onSubmit={e => { e.preventDefault(); onSubmit?.() }}>
        <header><h2 id={id}>{title}</h2>
          <button type="button" class="button plain" onClick={onClose}><Icon name="x" /><span class="hidden">{t('form.close')}</span></button></header>
        <div class="dialog-body">{children}</div>
        {actions && <footer>{actions}</footer>}
      </form>
    </dialog>
  )
}
