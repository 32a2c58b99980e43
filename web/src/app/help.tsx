/* help.tsx - the guide of the screen, at the right of it; it comes when it is opened. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { language, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Waiting } from '../ui/state.tsx'
import type { Block, Guide, Inline, guides } from './guides.gen.ts'

let all: typeof guides | undefined

export function Help({ guide, onClose }: { guide: Guide; onClose: () => void }) {
  const [there, setThere] = useState(all), close = useRef<HTMLButtonElement>(null)
  useEffect(() => { close.current?.focus() }, [])
  useEffect(() => { if (!there) void import('./guides.gen.ts').then(m => setThere((all = m.guides))) }, [])
  return (
    <aside class="help" aria-label={t('help.title')}>
      <button type="button" ref={close} class="button plain" onClick={onClose}><Icon name="x" /><span class="hidden">{t('app.close')}</span></button>
      {there ? there[guide][language.value].map((b, i) => <Part key={i} block={b} />) : <Waiting />}
    </aside>
  )
}

const words = (inline: readonly Inline[]): ComponentChild[] =>
  inline.map((x, i) => (typeof x === 'string' ? x : x[0] === 'b' ? <strong key={i}>{x[1]}</strong> : <kbd key={i}>{x[1]}</kbd>))

function Part({ block: [kind, ...items] }: { block: Block }) {
  if (kind === 'title') return <h2>{words(items[0] ?? [])}</h2>
  if (kind === 'p') return <p>{words(items[0] ?? [])}</p>
  const lines = items.map((x, i) => <li key={i}>{words(x)}</li>)
  return kind === 'ul' ? <ul>{lines}</ul> : <ol>{lines}</ol>
}
