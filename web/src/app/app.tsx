/* app.tsx - the frame around every screen: unit, year, search and menu always in view, and what must be told over it. */
import { useEffect, useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { forgetAll, useGet } from '../data/use.ts'
import { say, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { broken, Broken, Empty, Failed, NoRight, Safe, Waiting } from '../ui/state.tsx'
import type { UnitKnown } from '../data/types.ts'
import { Again } from './again.tsx'
import { Bars } from './bars.tsx'
import { Menu } from './menu.tsx'
import { path } from './router.ts'
import { screenAt, type Screen } from './routes.tsx'
import { isKnown, isOwn, learnUnit, may, menu, own, unitCode, year } from './session.ts'
import { Top } from './top.tsx'

const Help = later(() => import('./help.tsx').then(m => m.Help))

export function App() {
  const [open, setOpen] = useState(false), [help, setHelp] = useState(false)
  const here = path.value, found = screenAt(here)
  useEffect(() => setOpen(false), [here])
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      const typing = (e.target as Element).matches?.('input, textarea, select, [contenteditable]')
      if ((e.key === '/' && !typing) || (e.key.toLowerCase() === 'k' && (e.ctrlKey || e.metaKey))) {
        e.preventDefault()
        document.getElementById('find')?.focus()
      } else if (e.key === '?' && !typing) setHelp(h => !h)
      else if (e.key === 'Escape') { setOpen(false); setHelp(false) }
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])
  useEffect(forgetAll, [unitCode.value, year.value])
  document.title = `${titleOf(here, found?.screen)} · Khuê`
  return (
    <>
      <a class="skip" href="#main" onClick={e => { e.preventDefault(); document.getElementById('main')?.focus() }}>{t('app.skip')}</a>
      <Top menuOpen={open} onMenu={() => setOpen(!open)} help={help} onHelp={() => setHelp(!help)} />
      <Menu open={open} onClose={() => setOpen(false)} />
      <main id="main" tabIndex={-1} class={help ? 'helped' : undefined}>
        <Bars />
        {broken.value && <Broken mark={broken.value} />}
        <Safe key={here}><InUnit>{() => found ? <Shown key={found.screen.guide} {...found} /> : <Nowhere />}</InUnit></Safe>
      </main>
      {help && <Help guide={found?.screen.guide ?? 'home'} onClose={() => setHelp(false)} />}
      <Again />
    </>
  )
}

/* Into the history goes what kind of screen it was, never whose record. */
function titleOf(here: string, screen?: Screen): string {
  const entry = menu.flatMap(g => g.entries).find(e => here === e.to || here.startsWith(e.to + '/'))
  return screen?.title ? t(screen.title) : entry ? say(entry.label) : t('app.menu')
}

/* No screen is shown before it is known what kind of unit it is of, and which school years it has. */
function InUnit({ children }: { children: () => ComponentChild }) {
  const asks = may('unit', 'read') || !isOwn.value, whole = useGet('/units/{code}', asks && !isKnown.value ? { at: { code: unitCode.value } } : false)
  useEffect(() => { if (whole.data) learnUnit(whole.data as UnitKnown) }, [whole.data])
  if (isKnown.value || !asks) return <>{children()}</>
  if (!whole.error) return <Waiting />
  return (
    <section class="page">
      <header class="head"><h1>{t('unit.gone')}</h1></header>
      <Failed error={whole.error} again={whole.again} />
      <p><a class="button" href="/?don-vi="><Icon name="left" />{t('unit.back')}: {own.value.name}</a></p>
    </section>
  )
}

function Shown({ screen, part }: { screen: Screen; part: string[] }) {
  const [draw, setDraw] = useState<((part: string[]) => ComponentChild) | undefined>()
  const [lost, setLost] = useState(false)
  const load = () => {
    setLost(false)
    screen.show().then(d => setDraw(() => d), () => setLost(true))
  }
  useEffect(load, [screen])
  if (typeof screen.right !== 'string' && !may(...screen.right)) return <section class="page">
    <h1 class="hidden">{t('state.noright')}</h1><NoRight right={screen.right} /></section>
  if (lost) return <div class="empty"><p>{t('state.lost')}</p><button type="button" class="button" onClick={load}>{t('state.retry')}</button></div>
  return <>{draw ? draw(part) : <Waiting />}</>
}

const Nowhere = () => (
  <section class="page">
    <header class="head"><h1>{t('app.nowhere')}</h1></header>
    <Empty text={t('app.nowhere.text')}><a class="button" href="/"><Icon name="home" />{t('app.home')}</a></Empty>
  </section>
)
