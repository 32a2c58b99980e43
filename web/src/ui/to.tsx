/* to.tsx - a link, where the address has a screen; else the same words, not to be pressed. */
import type { ComponentChildren } from 'preact'
import { hasScreen } from '../app/router.ts'

type Props = { href: string | undefined; class?: string; title?: string; current?: boolean; children: ComponentChildren }

export const To = ({ href, class: own, title, current, children }: Props) =>
  href && hasScreen(href) ? <a href={href} class={own} title={title} aria-current={current ? 'page' : undefined}>{children}</a>
    : <span class={own} title={title}>{children}</span>
