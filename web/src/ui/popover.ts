/* popover.ts - the platform's popovers where a browser has none (Chrome before 114, Firefox before 125, Safari before 17): the button opens,
 * another press, Esc or a press elsewhere closes.  main.css hides what is not open. */
const missing = !('popover' in HTMLElement.prototype)

function closeAll(but?: Element | null) {
  for (const p of document.querySelectorAll('[popover].open')) if (p !== but) p.classList.remove('open')
}

if (missing) {
  addEventListener('click', e => {
    const at = e.target as Element, button = at.closest('[popovertarget]'), id = button?.getAttribute('popovertarget')
    const mine = id ? document.getElementById(id) : null
    closeAll(mine ?? at.closest('[popover].open'))
    mine?.classList.toggle('open')
  })
  addEventListener('keydown', e => { if (e.key === 'Escape') closeAll() })
}

export function closePopover(id: string) {
  const p = document.getElementById(id)
  if (missing) p?.classList.remove('open')
  else p?.hidePopover()
}
