/* guides.tsx - the page of help: what I asked, and the guides of the screens I have, called as in the menu; they come when it is opened. */
import { useState } from 'preact/hooks'
import { Ask, dressed, Mine } from '../screens/support.ts'
import { language, plain, say, t } from '../text/index.ts'
import { tell } from '../text/support.ts'
import { Icon } from '../ui/icon.tsx'
import { guides, type Guide } from './guides.gen.ts'
import { Part, wordsIn } from './help.tsx'
import type { Screen } from './routes.tsx'
import { may, menu } from './session.ts'

let screens: Screen[] = []
export function open(all: Screen[]) {
  screens = all
  return dressed().then(() => () => <Guides />)
}

/* What is no entry of the menu is reached from one that is. */
const from: Partial<Record<Guide, Guide>> = { record: 'records', report: 'reports', checklist: 'quality' }
const entries = menu.flatMap(g => g.entries)
const entryOf = (g: Guide) => entries.find(e => screens.some(s => s.guide === g && s.at.test(e.to)))
const isOfAll = (g: Guide) => screens.some(s => s.guide === g && s.title && s.right === 'all')
function has(g: Guide): boolean {
  const other = from[g]
  return !!entryOf(g) || isOfAll(g) || (other ? has(other) : g === 'grid' && has('records') && (may('learners', 'write') || may('network', 'write')))
}

/* A guide of several screens has no number, and a name of its own. */
function faceOf(g: Guide): { no?: string; title: string } {
  const { no, [language.value]: [title] } = guides[g], entry = no ? entryOf(g) : undefined
  return entry ? { no: entry.number, title: say(entry.label) } : { title: title ? wordsIn(title) : '' }
}

function Guides() {
  const [asks, setAsks] = useState(false), [typed, setTyped] = useState(''), wanted = plain(typed.trim())
  const all = (Object.keys(guides) as Guide[]).filter(has).map(g => ({ ...faceOf(g), picture: guides[g].picture, blocks: guides[g][language.value] }))
  const found = all.filter(g => !wanted || plain([g.title, ...g.blocks.map(wordsIn)].join(' ')).includes(wanted))
  return (
    <section class="page narrow help-page">
      <header class="head"><h1>{t('help.title')}</h1><div class="actions">
        <button type="button" class="button primary" onClick={() => setAsks(true)}><Icon name="inbox" />{tell('help.ask')}</button></div></header>
      <Mine />
      <h2>{tell('help.guides')}</h2>
      <p><a href="/gioi-thieu">{tell('help.public')}</a></p>
      <div class="filters" role="search"><label class="find"><span class="hidden">{tell('help.find')}</span><Icon name="search" />
        <input type="search" value={typed} placeholder={tell('help.find')} autocomplete="off" onInput={e => setTyped(e.currentTarget.value)} /></label></div>
      {found.length === 0 && <p class="quiet" role="status">{tell('help.nothing')}</p>}
      {found.map(({ no, title, picture, blocks: [, ...rest] }) => (
        <details key={picture} class="card guide">
          <summary>{no && <span class="no">{no}</span>}{title}</summary>
          {rest.map((b, i) => <Part key={i} block={b} />)}
          <img src={picture} alt={t('help.picture', { screen: title })} loading="lazy" />
        </details>
      ))}
      {asks && <Ask onClose={() => setAsks(false)} />}
    </section>
  )
}
