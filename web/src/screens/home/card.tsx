/* card.tsx - one kind of work on the home page; where there is none of it, nothing. */
import type { ComponentChildren } from 'preact'
import type { Answer } from '../../data/use.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Failed, Waiting } from '../../ui/state.tsx'

type Props<T> = { icon: IconName; title: string; count?: string; wide?: boolean; of: Answer<T>; children: (data: T) => ComponentChildren | null }

export function Card<T>({ icon, title, count, wide, of, children }: Props<T>) {
  const inside = of.data === undefined ? undefined : children(of.data)
  if (inside === null) return null
  return (
    <article class={'card' + (wide ? ' wide' : '')}>
      <h2><Icon name={icon} /><span>{title}</span>{count && <small>{count}</small>}</h2>
      {of.error ? <Failed error={of.error} again={of.again} /> : inside === undefined ? <Waiting rows={4} /> : inside}
    </article>
  )
}
