/* guides.tsx - the page of help: what I asked, and the guides of all screens; they come when it is opened. */
import { useState } from 'preact/hooks'
import { Ask, dressed, Mine } from '../screens/support.ts'
import { language, plain, t } from '../text/index.ts'
import { tell } from '../text/support.ts'
import { Icon } from '../ui/icon.tsx'
import { guides } from './guides.gen.ts'
import { Part, wordsIn } from './help.tsx'

export const open = () => dressed().then(() => () => <Guides />)

function Guides() {
  const [asks, setAsks] = useState(false), [typed, setTyped] = useState(''), wanted = plain(typed.trim())
  const all = Object.values(guides).map(g => ({ ...g, blocks: g[language.value] }))
  const found = all.filter(g => !wanted || plain(g.blocks.map(wordsIn).join(' ')).includes(wanted))
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
      {found.map(({ no, picture, blocks: [title, ...rest] }) => title && (
        <details key={picture} class="card guide">
          <summary>{no && <span class="no">{no}</span>}{wordsIn(title)}</summary>
          {rest.map((b, i) => <Part key={i} block={b} />)}
          <img src={picture} alt={t('help.picture', { screen: wordsIn(title) })} loading="lazy" />
        </details>
      ))}
      {asks && <Ask onClose={() => setAsks(false)} />}
    </section>
  )
}
