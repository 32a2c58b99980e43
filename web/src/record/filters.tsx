/* filters.tsx - what stands above a list: find by name, the filters of its type, any other filter, which columns. */
import { useState } from 'preact/hooks'
import { search, setSearch } from '../app/router.ts'
import { number, plain, say, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { chips, clearAll, columnsOf, filtersOf, isNarrowed, keyOf, missingNow, setMissing, shownColumns, within } from './choice.ts'
import { Pick, useChoices } from './pick.tsx'
import { fieldOf, type Item, type Type } from './type.ts'

const Combobox = later(() => import('../ui/combobox.tsx').then(m => m.Combobox))
const OtherFilter = later(() => import('./otherfilter.tsx').then(m => m.OtherFilter))

export function Filters({ type, typed, setTyped }: { type: Type; typed: string; setTyped: (s: string) => void }) {
  const found = typed.trim() !== '' || isNarrowed(type) || search.value.get('gone') !== null
  const [open, setOpen] = useState(false)
  return (
    <div class={open ? 'filters open' : 'filters'} role="search" aria-label={t('list.filter')}>
      {type.name_field && <label class="find"><span class="hidden">{t(type.person ? 'list.q' : 'list.q.name')}</span><Icon name="search" />
        <input id="find-in-list" type="search" value={typed} placeholder={t(type.person ? 'list.q' : 'list.q.name')} autocomplete="off"
          onInput={e => setTyped(e.currentTarget.value)} /></label>}
      <button type="button" class="button toggle" aria-expanded={open} onClick={() => setOpen(!open)}>{t('list.filter')}</button>
      {filtersOf(type).map(x => <ItemFilter key={x.path} x={x} type={type} />)}
      {type.screen.missing.map(n => <Missing key={n} type={type} name={n} />)}
      <Others type={type} />
      {chips(type).map(c => <button key={c.key} type="button" class="chip on" onClick={c.clear}>{c.words}<Icon name="x" />
        <span class="hidden">{t('list.drop')}</span></button>)}
      {found && <button type="button" class="link" onClick={() => { setTyped(''); clearAll(type) }}>{t('list.clear')}</button>}
    </div>
  )
}

export type Count = { shown: number; total?: number; atLeast?: number }

export function counted({ shown, total, atLeast }: Count): string {
  if (total === shown) return t('list.count', { n: number(shown) })
  if (total !== undefined) return t('list.part', { n: number(shown), of: number(total) })
  return atLeast !== undefined ? t('list.over', { n: number(shown), of: number(atLeast) }) : t('list.some', { n: number(shown) })
}

function Missing({ type, name }: { type: Type; name: string }) {
  const f = fieldOf(type, name), on = missingNow().includes(name)
  return f ? <button type="button" class="chip" aria-pressed={on} onClick={() => setMissing(name, !on)}>
    {t('list.lacks', { what: say(f.label).toLowerCase() })}</button> : null
}

const MANY = 20

function ItemFilter({ x, type }: { x: Item; type: Type }) {
  const choices = useChoices(x, x.type === 'reference' ? within(type, x).filter : undefined), value = search.value.get(keyOf(x)) ?? ''
  /* Another grade: the class that was chosen is not of it. */
  const narrower = filtersOf(type).filter(y => y.type === 'reference' && within(type, y).keys.includes(keyOf(x))).map(keyOf)
  const set = (v: string | null) => setSearch({ ...Object.fromEntries(narrower.map(k => [k, undefined])), [keyOf(x)]: v || undefined })
  if (!choices || choices.length <= MANY) return <Pick label={say(x.label)} any={value && !choices ? '…' : t('list.any')} value={choices ? value : ''}
    options={choices ?? []} set={set} />
  const id = 'filter-' + keyOf(x)
  return (
    <div class={value ? 'pick set' : 'pick'}><label for={id}>{say(x.label)}</label>
      <Combobox id={id} value={value || null} label={choices.find(c => c[0] === value)?.[1] ?? ''} placeholder={t('list.any')} onChange={set}
        options={typed => choices.filter(c => plain(c[1]).includes(plain(typed))).map(c => ({ value: c[0], label: c[1] }))} /></div>
  )
}

function Others({ type }: { type: Type }) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <button type="button" class="link" popovertarget="other-filters" onClick={() => setAsked(true)}>{t('list.other')}</button>
      <div id="other-filters" popover="auto" class="menu-card">{asked && <OtherFilter type={type} />}</div>
    </>
  )
}

export function Columns({ type }: { type: Type }) {
  const [asked, setAsked] = useState(false), chosen = shownColumns(type), all = columnsOf(type)
  const set = (x: Item, on: boolean) => {
    const now = all.filter(y => (y === x ? on : chosen.includes(y))), usual = type.screen.list
    setSearch({ columns: now.length === usual.length && now.every(y => usual.includes(y)) ? undefined : now.map(keyOf).join(',') || undefined })
  }
  return (
    <div class="columns">
      <button type="button" class="button" popovertarget="columns" onClick={() => setAsked(true)}><Icon name="columns" />{t('list.columns')}</button>
      <div id="columns" popover="auto">{asked && <><strong>{t('list.columns')}</strong>
        {all.map(x => <label key={x.path}><input type="checkbox" checked={chosen.includes(x)}
          onChange={e => set(x, e.currentTarget.checked)} /> {say(x.label)}</label>)}</>}</div>
    </div>
  )
}
