/* help.tsx - the guide of the screen, at the right of it; it comes when it is opened. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { language, t } from '../text/index.ts'
import { tell } from '../text/support.ts'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { guides, type Block, type Guide, type Inline } from './guides.gen.ts'

const Ask = later(() => import('../screens/support.ts').then(m => m.dressed().then(() => m.Ask)))

export function Help({ guide, onClose }: { guide: Guide; onClose: () => void }) {
  const { picture, [language.value]: blocks } = guides[guide], close = useRef<HTMLButtonElement>(null), [asks, setAsks] = useState(false)
  useEffect(() => { close.current?.focus() }, [])
  return (
    <aside class="help" aria-label={t('help.title')}>
      <button type="button" ref={close} class="button plain" onClick={onClose}><Icon name="x" /><span class="hidden">{t('app.close')}</span></button>
      {blocks.map((b, i) => <Part key={i} block={b} />)}
      <img src={picture} alt={t('help.picture', { screen: blocks[0] ? wordsIn(blocks[0]) : '' })} />
      <p class="actions"><button type="button" class="button" onClick={() => setAsks(true)}><Icon name="inbox" />{tell('help.ask')}</button>
        <a class="button" href="/tro-giup">{tell('help.all')}</a></p>
      {asks && <Ask onClose={() => setAsks(false)} />}
    </aside>
  )
}

const words = (inline: readonly Inline[]): ComponentChild[] =>
  inline.map((x, i) => (typeof x === 'string' ? x : x[0] === 'b' ? <strong key={i}>{x[1]}</strong> : <kbd key={i}>{x[1]}</kbd>))

export const wordsIn = (block: Block) => block.slice(1).flat().map(x => (typeof x === 'string' ? x : x[1])).join(' ')

export function Part({ block: [kind, ...items] }: { block: Block }) {
  if (kind === 'title') return <h2>{words(items[0] ?? [])}</h2>
  if (kind === 'p') return <p>{words(items[0] ?? [])}</p>
  const lines = items.map((x, i) => <li key={i}>{words(x)}</li>)
  return kind === 'ul' ? <ul>{lines}</ul> : <ol>{lines}</ol>
}
