/* app.tsx - the table of screens, and the shell around them: unit, year, search and menu always in view. */
import { useEffect, useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { RecordList } from '../record/list.tsx'
import { RecordPage } from '../record/form.tsx'
import { Home } from '../screens/home.tsx'
import { query } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Page, Rec } from '../data/types.ts'
import { showDate, t } from '../text/index.ts'
import { Combobox } from '../ui/combobox.tsx'
import { Icon, Mark } from '../ui/icon.tsx'
import { Empty } from '../ui/state.tsx'
import { menu } from './menu.ts'
import { go, path } from './router.ts'
import { may, session, year } from './session.ts'

type Screen = { at: RegExp; show: (part: string[]) => ComponentChild }

export const screens: Screen[] = [
  { at: /^\/$/, show: () => <Home /> },
  { at: /^\/ho-so\/(\w+)$/, show: ([plural]) => <RecordList plural={plural!} /> },
  { at: /^\/ho-so\/(\w+)\/([\w-]+)$/, show: ([plural, code]) => <RecordPage plural={plural!} code={code!} /> },
]

export function App() {
  const [open, setOpen] = useState(false)
  const me = session.value, here = path.value
  useEffect(() => setOpen(false), [here])
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if ((e.key === '/' && !/INPUT|TEXTAREA|SELECT/.test((e.target as Element).tagName)) || (e.key === 'k' && e.ctrlKey)) { e.preventDefault(); document.getElementById('find')?.focus() }
      if (e.key === 'Escape') setOpen(false)
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])
  const found = screens.map(s => ({ s, m: s.at.exec(here) })).find(x => x.m)
  return (
    <>
      <a class="skip" href="#main" onClick={e => { e.preventDefault(); document.getElementById('main')?.focus() }}>{t('app.skip')}</a>
      <header class="top">
        <button class="button plain burger" aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}><Icon name="menu" /><span class="hidden">{t('app.menu')}</span></button>
        <a class="brand" href="/"><Mark /><span>Khuê</span></a>
        <div class="unit"><strong>{me.unit.name}</strong><span>{me.role_label} · {me.unit.code}</span></div>
        {may('learners', 'read') && <Find />}
        <label class="year"><span>{t('app.year')}</span><select value={year.value} onChange={e => { year.value = Number(e.currentTarget.value) }}>{[2026, 2025, 2024].map(y => <option key={y} value={y}>{y}–{(y + 1) % 100}</option>)}</select></label>
        <button class="button plain theme" title={t('app.theme')} onClick={turn}><Icon name="sun" /><span class="hidden">{t('app.theme')}</span></button>
        <form method="post" action="/dang-xuat"><button class="button plain" title={t('app.out')}><Icon name="out" /><span class="hidden">{t('app.out')}</span></button></form>
      </header>
      <nav id="menu" class={open ? 'open' : ''} aria-label={t('app.menu')}>
        <a class="entry top-entry" href="/" aria-current={here === '/' ? 'page' : undefined}><Icon name="home" />{t('home.title')}</a>
        {menu.map(g => ({ ...g, entries: g.entries.filter(e => may(...e.right)) })).filter(g => g.entries.length).map(g => (
          <div key={g.no} role="group" aria-labelledby={'g' + g.no}>
            <p id={'g' + g.no} class="group"><Icon name={g.icon} />{g.label}</p>
            {g.entries.map(e => e.to
              ? <a key={e.label} class="entry" href={e.to} aria-current={here.startsWith(e.to) ? 'page' : undefined}><span class="no">{e.no}</span>{e.label}</a>
              : <span key={e.label} class="entry soon" title={t('app.soon')}><span class="no">{e.no}</span>{e.label}</span>)}
          </div>
        ))}
      </nav>
      <main id="main" tabIndex={-1}>{found ? found.s.show([...found.m!].slice(1)) : <Empty text={t('app.soon')} />}</main>
    </>
  )
}

/* From anywhere to a person.  The name goes to the server and nowhere else. */
function Find() {
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  useEffect(() => { const wait = setTimeout(() => setQ(typed.trim()), 200); return () => clearTimeout(wait) }, [typed])
  const found = useGet<Page<Rec>>(q.length > 1 ? `/learners${query({ q, fields: 'full_name,birth_date', limit: 12 })}` : undefined).data?.items ?? []
  return (
    <div class="find" role="search"><Icon name="search" /><label class="hidden" for="find">{t('app.search')}</label>
      <Combobox id="find" value={null} label="" placeholder={t('app.search')} onType={setTyped} onChange={code => { if (code) go(`/ho-so/learners/${code}`) }}
        options={() => found.map(r => ({ value: r.code, label: String(r['full_name']), note: `${r['birth_date'] ? showDate(String(r['birth_date'])) : ''} · ${r.code}` }))} />
    </div>
  )
}

function turn() {
  const root = document.documentElement, dark = root.dataset['theme'] ? root.dataset['theme'] === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset['theme'] = dark ? 'light' : 'dark'
}
