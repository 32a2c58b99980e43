/* menu.tsx - the menu at the left, as the catalogue has it for this account; a drawer where there is no room. */
import { useEffect, useRef } from 'preact/hooks'
import type { MenuGroup } from '../data/types.ts'
import { say, t } from '../text/index.ts'
import { Icon, iconOf } from '../ui/icon.tsx'
import { To } from '../ui/to.tsx'
import { path } from './router.ts'
import { menu } from './session.ts'

/* Entry as a table is of the type whose list it was opened from, unless the menu has it by itself. */
const isAt = (at: string, to: string) => at === to || at.startsWith(to + '/')
const isHere = (to: string) => isAt(path.value, to) || isAt(path.value.replace(/^\/nhap\//, '/ho-so/'), to) || (to === '/chat-luong' && isListApart())
/* A list of what is missing that the menu does not have by itself. */
const isListApart = () => path.value.startsWith('/con-thieu/') && !menu.some(g => g.entries.some(e => e.to === path.value))

export function Menu({ open, onClose }: { open: boolean; onClose: () => void }) {
  const box = useRef<HTMLElement>(null)
  const here = () => box.current?.querySelector<HTMLElement>('[aria-current]')
  useEffect(() => { if (open) (here() ?? box.current?.querySelector('a'))?.focus() }, [open])
  useEffect(() => here()?.scrollIntoView({ block: 'nearest' }), [path.value])
  return (
    <>
      {open && <div class="veil" onClick={onClose} />}
      <nav id="menu" ref={box} class={open ? 'open' : ''} aria-label={t('app.menu')}>
        <a class="entry top-entry" href="/" aria-current={path.value === '/' ? 'page' : undefined}><Icon name="home" />{t('home.title')}</a>
        {menu.map(g => <Group key={g.number} group={g} />)}
      </nav>
    </>
  )
}

const Group = ({ group }: { group: MenuGroup }) => (
  <div role="group" aria-labelledby={'g' + group.number}>
    <p id={'g' + group.number} class="group"><Icon name={iconOf(group.icon)} />{say(group.label)}</p>
    {group.entries.map(e => (
      <To key={e.number + e.to} class="entry" current={isHere(e.to)} href={e.to}><span class="no">{e.number}</span><span>{say(e.label)}</span></To>
    ))}
  </div>
)
