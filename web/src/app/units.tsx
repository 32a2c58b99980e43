/* units.tsx - another unit below the account's own: found by typing, or by the tree. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Found, Unit } from '../data/types.gen.ts'
import { t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Show } from '../ui/state.tsx'
import { chooseUnit, own, unitCode } from './session.ts'

type Choose = (code: string) => void

export function UnitPicker({ close }: { close: () => void }) {
  const [typed, setTyped] = useState(''), box = useRef<HTMLDivElement>(null), found = useUnits(typed)
  const choose = (code: string) => { close(); chooseUnit(code) }
  useEffect(() => { box.current?.querySelector('input')?.focus() }, [])
  const key = (e: KeyboardEvent) => {
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return
    const all = [...(box.current?.querySelectorAll<HTMLElement>('input, .unit-choice') ?? [])], i = all.indexOf(document.activeElement as HTMLElement)
    e.preventDefault()
    all[i < 0 ? 0 : Math.max(0, Math.min(all.length - 1, i + (e.key === 'ArrowDown' ? 1 : -1)))]?.focus()
  }
  return (
    <div class="units" ref={box} onKeyDown={key}>
      <label class="hidden" for="unit-find">{t('unit.find')}</label>
      <input id="unit-find" autocomplete="off" placeholder={t('unit.find')} value={typed} onInput={e => setTyped(e.currentTarget.value)} />
      {typed.trim().length > 1
        ? <ul class="plainlist">
            {found?.map(x => <li key={x.code}><Pick code={x.code} name={x.title} note={x.code} choose={choose} /></li>)}
            {found?.length === 0 && <li class="quiet">{t('find.none')}</li>}
          </ul>
        : <><Pick code={own.value.code} name={`${t('unit.own')}: ${own.value.name}`} choose={choose} /><Children of={own.value.code} choose={choose} /></>}
    </div>
  )
}

function useUnits(typed: string): Found[] | undefined {
  const [found, setFound] = useState<Found[] | undefined>(), text = typed.trim()
  useEffect(() => {
    if (text.length < 2) return
    const stop = new AbortController()
    const wait = setTimeout(() => {
      api('POST', '/search', { body: { text, within: own.value.code, kinds: ['unit'], limit: 20 }, signal: stop.signal })
        .then(a => setFound(a.items), () => undefined)
    }, 200)
    return () => { clearTimeout(wait); stop.abort() }
  }, [text])
  return found
}

const Pick = ({ code, name, note, choose }: { code: string; name: string; note?: string; choose: Choose }) => (
  <button type="button" class="unit-choice" aria-current={code === unitCode.value} onClick={() => choose(code)}>
    <span>{name}</span>{note && <small>{note}</small>}
  </button>
)

function Children({ of, choose }: { of: string; choose: Choose }) {
  const below = useGet('/units', { query: { parent: of } })
  return (
    <Show of={below} rows={4}>{data => data.items.length === 0 ? <p class="quiet">{t('unit.none')}</p>
      : <ul class="tree">{data.items.map(u => <Branch key={u.code} unit={u} choose={choose} />)}</ul>}</Show>
  )
}

function Branch({ unit, choose }: { unit: Unit; choose: Choose }) {
  const [open, setOpen] = useState(false), leaf = unit.kind === 'school'
  return (
    <li>
      {!leaf && <button type="button" class="fold" aria-expanded={open} aria-label={t('unit.open', { name: unit.name })} onClick={() => setOpen(!open)}>
        <Icon name="right" />
      </button>}
      <Pick code={unit.code} name={unit.name} note={unit.code} choose={choose} />
      {open && <Children of={unit.code} choose={choose} />}
    </li>
  )
}
