/* find.tsx - search everywhere: people, screens, units and classes.  What is typed goes to the server in a body, and nowhere else. */
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { api, Problem } from '../data/api.ts'
import type { Found } from '../data/types.gen.ts'
import { plain, say, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { carry, go, UNIT } from './router.ts'
import { menu, own, place, unit, unitCode, year } from './session.ts'

type Hit = { key: string; title: string; note: string; to: string }
type Group = { name: string; hits: Hit[] }
const WAIT_MS = 200, LEAST = 2, EACH = 6

function screensFor(typed: string): Hit[] {
  const words = plain(typed).split(/\s+/)
  const entries = menu.flatMap(g => g.entries.map(e => ({ e, text: plain(`${e.number} ${e.label.vi} ${e.label.en} ${g.label.vi}`) })))
  return entries.filter(({ text }) => words.every(w => text.includes(w))).slice(0, EACH)
    .map(({ e }) => ({ key: 's' + e.to, title: say(e.label), note: e.number, to: e.to }))
}

/* A unit is looked at, anything else is a record. */
const toOf = (x: Found) => (x.kind === 'unit' ? `/?${UNIT}=${x.code === own.value.code ? '' : x.code}` : `/ho-so/${x.plural}/${x.code}`)
/* What all of them have in common, the school that is looked at, tells nobody apart. */
const noteOf = (x: Found) => [...x.note.split(' · ').filter(part => part !== unit.value.name), x.kind === 'person' ? x.code : ''].filter(Boolean).join(' · ')
const hitOf = (x: Found): Hit => ({ key: x.kind + x.code, title: x.title, note: noteOf(x), to: toOf(x) })

/* The answer to what was typed last; an older one that comes late is dropped. */
function useFound(typed: string): { found?: Found[]; lost?: boolean } {
  const [answer, setAnswer] = useState<{ found?: Found[]; lost?: boolean }>({})
  const text = typed.trim(), code = unitCode.value, y = year.value
  useEffect(() => {
    setAnswer({})
    if (text.length < LEAST) return
    const stop = new AbortController()
    const wait = setTimeout(() => {
      api('POST', '/search', { body: { text, ...place(), year: y, limit: EACH }, signal: stop.signal })
        .then(a => setAnswer({ found: a.items }), x => { if (!stop.signal.aborted) setAnswer({ found: [], lost: x instanceof Problem && x.status === 0 }) })
    }, WAIT_MS)
    return () => { clearTimeout(wait); stop.abort() }
  }, [text, code, y])
  return answer
}

export function Find() {
  const [typed, setTyped] = useState(''), [open, setOpen] = useState(false), [at, setAt] = useState(-1)
  const list = useId(), input = useRef<HTMLInputElement>(null), { found, lost } = useFound(typed)
  const groups = useMemo((): Group[] => typed.trim().length < LEAST ? [] : [
    { name: t('find.people'), hits: (found ?? []).filter(x => x.kind === 'person').map(hitOf) },
    { name: t('find.screens'), hits: screensFor(typed.trim()) },
    { name: t('find.places'), hits: (found ?? []).filter(x => x.kind !== 'person').map(hitOf) },
  ].filter(g => g.hits.length), [typed, found])
  const hits = groups.flatMap(g => g.hits), shown = open && typed.trim().length >= LEAST
  const chosen = at < 0 ? 0 : Math.min(at, hits.length - 1)
  const close = () => { setOpen(false); setTyped(''); setAt(-1) }
  const follow = (hit: Hit | undefined, apart: boolean) => {
    if (!hit) return
    if (apart) window.open(carry(hit.to), '_blank', 'noopener')
    else { close(); input.current?.blur(); go(hit.to) }
  }
  const key = (e: KeyboardEvent) => {
    if (e.isComposing || e.keyCode === 229) return
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      setAt(Math.max(0, Math.min(hits.length - 1, chosen + (e.key === 'ArrowDown' ? 1 : -1))))
    } else if (e.key === 'Enter') { e.preventDefault(); follow(hits[chosen], e.ctrlKey || e.metaKey) }
    else if (e.key === 'Escape') { e.stopPropagation(); close(); input.current?.blur() }
  }
  return (
    <div class="find" role="search" aria-label={t('find.label')}><Icon name="search" /><label class="hidden" for="find">{t('find.label')}</label>
      <input id="find" ref={input} role="combobox" type="text" autocomplete="off" spellcheck={false} enterkeyhint="search"
        placeholder={t('find.label')} title={t('find.hint')} aria-expanded={shown} aria-controls={list} aria-autocomplete="list"
        aria-activedescendant={shown && hits[chosen] ? `${list}-${chosen}` : undefined} value={typed} onKeyDown={key}
        onFocus={() => setOpen(true)} onBlur={() => setOpen(false)} onInput={e => { setTyped(e.currentTarget.value); setAt(-1); setOpen(true) }} />
      <kbd class="find-key" aria-hidden="true">/</kbd>
      <div class="found" hidden={!shown} onMouseDown={e => e.preventDefault()}>
        <Groups list={list} groups={groups} chosen={chosen} follow={follow} />
        <p class="quiet" role="status">{shown && <Told n={found && hits.length} lost={lost} />}</p>
      </div>
    </div>
  )
}

/* n undefined: not answered yet. */
function Told({ n, lost }: { n?: number; lost?: boolean }) {
  if (lost) return <>{t('find.lost')}</>
  if (n === undefined) return <>{t('find.wait')}</>
  return n > 0 ? <><span class="hidden">{t('find.count', { n })}</span>{t('find.keys')}</> : <>{t('find.none')} {t('find.hint')}</>
}

type GroupsProps = { list: string; groups: Group[]; chosen: number; follow: (hit: Hit, apart: boolean) => void }
function Groups({ list, groups, chosen, follow }: GroupsProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }) }, [chosen])
  let n = 0
  return (
    <div id={list} ref={box} role="listbox" aria-label={t('find.label')}>
      {groups.map((g, i) => (
        <div key={g.name} role="group" aria-labelledby={`${list}-g${i}`}>
          <p id={`${list}-g${i}`} class="found-group" role="presentation">{g.name}</p>
          {g.hits.map(h => {
            const i = n++
            return (
              <div key={h.key} id={`${list}-${i}`} role="option" class="hit" aria-selected={i === chosen} onClick={e => follow(h, e.ctrlKey || e.metaKey)}>
                <span>{h.title}</span><small>{h.note}</small>
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}
