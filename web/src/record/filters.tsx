/* filters.tsx - what stands above a list: find by name, the filters of its type, any other filter, which columns. */
import { useState } from 'preact/hooks'
import { search, setSearch } from '../app/router.ts'
import { number, plain, say, t } from '../text/index.ts'
import { Combobox } from '../ui/combobox.tsx'
import { Icon } from '../ui/icon.tsx'
import { closePopover } from '../ui/popover.ts'
import { chips, clearAll, columnsOf, filtersOf, isNarrowed, keyOf, missingNow, othersOf, setMissing, shownColumns, within } from './choice.ts'
import { place } from '../app/session.ts'
import { yearOf } from './here.ts'
import { isOfUnit, listOf, nameIn, typeNamed, isPlaces } from './known.ts'
import { query } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Page, Rec } from '../data/types.ts'
import { readPartial } from './read.ts'
import { fieldOf, titleOf, type Item, type Type } from './type.ts'

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

const Pick = ({ label, value, options, set, any }: { label: string; value: string; options: [string, string][]; set: (v: string) => void; any: string }) => (
  <label class={value ? 'pick set' : 'pick'}><span>{label}</span><select value={value} onChange={e => set(e.currentTarget.value)}>
    <option value="">{any}</option>{options.map(([v, words]) => <option key={v} value={v}>{words}</option>)}</select></label>
)

const MANY = 20

/* The choices of a filter: codes of a list, yes and no, the records of the unit and year that a reference may lead to. */
function useChoices(x: Item, filter?: string): [string, string][] | undefined {
  const type = x.type === 'reference' && x.to ? typeNamed(x.to) : undefined, title = type && titleOf(type)
  const where = type && title ? { ...place(), year: yearOf(type), fields: title, filter, limit: 200 } : undefined
  const records = useGet<Page<Rec>>(type && where ? `/${type.plural}${query(where)}` : undefined).data
  if (x.type === 'boolean') return [['true', t('form.yes')], ['false', t('form.no')]]
  if (x.type === 'reference') return title ? records?.items.map(r => [r.code, String(r[title] ?? r.code)]) : undefined
  return x.list && !isPlaces(x.list) ? listOf(x.list)?.filter(isOfUnit).map(c => [c.code, nameIn(c)]) : undefined
}

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

/* Those who are here, those of one status, or everybody there ever was. */
function Status({ type, done }: { type: Type; done: (change: Record<string, string | undefined>) => void }) {
  const all = listOf(type.statuses), s = search.value, value = s.get('gone') ? '*' : s.get('status') ?? ''
  const options: [string, string][] = [...(all ?? []).map((x): [string, string] => [x.code, nameIn(x)]), ['*', t('list.gone')]]
  return <Pick label={t('list.which')} any={t('list.here')} value={all || value === '*' ? value : ''} options={options}
    set={v => done({ status: v === '*' ? undefined : v, gone: v === '*' ? '1' : undefined })} />
}

const OTHERS = 'other-filters'

function Others({ type }: { type: Type }) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <button type="button" class="link" popovertarget={OTHERS} onClick={() => setAsked(true)}>{t('list.other')}</button>
      <div id={OTHERS} popover="auto" class="menu-card">{asked && <OtherFilter type={type} />}</div>
    </>
  )
}

function OtherFilter({ type }: { type: Type }) {
  const [key, setKey] = useState(''), all = othersOf(type)
  const lacking = type.fields.filter(f => !f.required && !f.computed && f.type !== 'file' && !type.screen.missing.includes(f.name))
  const x = all.find(y => keyOf(y) === key)
  const done = (change: Record<string, string | undefined>) => { closePopover(OTHERS); setKey(''); setSearch(change) }
  return (
    <>
      <strong>{t('list.other')}</strong>
      <Status type={type} done={done} />
      <label class="stack">{t('list.by')}<select value={key} onChange={e => setKey(e.currentTarget.value)}>
        <option value="">–</option>{all.map(y => <option key={y.path} value={keyOf(y)}>{say(y.label)}</option>)}</select></label>
      {x && (x.type === 'date' ? <DateRange key={key} done={v => done({ [key]: v })} /> : <ValueOf key={key} x={x} done={v => done({ [key]: v })} />)}
      <label class="stack">{t('list.or.lacks')}<select value="" onChange={e => { closePopover(OTHERS); setMissing(e.currentTarget.value, true) }}>
        <option value="">–</option>{lacking.map(f => <option key={f.name} value={f.name}>{say(f.label)}</option>)}</select></label>
    </>
  )
}

function ValueOf({ x, done }: { x: Item; done: (v: string) => void }) {
  const choices = useChoices(x)
  return <label class="stack">{say(x.label)}<select value="" onChange={e => done(e.currentTarget.value)}>
    <option value="">–</option>{choices?.map(c => <option key={c[0]} value={c[0]}>{c[1]}</option>)}</select></label>
}

const MONTH = '2025-09'.length

function DateRange({ done }: { done: (v: string) => void }) {
  const [from, setFrom] = useState(''), [to, setTo] = useState('')
  const read = (s: string) => (s.trim() === '' ? '' : readPartial(s)), a = read(from), b = read(to)
  const wrong = a === undefined || b === undefined || a.length > MONTH || b.length > MONTH
  return (
    <>
      <label class="stack">{t('list.from', { day: '' })}<input value={from} placeholder={t('list.month')} onInput={e => setFrom(e.currentTarget.value)}
        aria-invalid={a === undefined} /></label>
      <label class="stack">{t('list.to', { day: '' })}<input value={to} placeholder={t('list.month')} onInput={e => setTo(e.currentTarget.value)}
        aria-invalid={b === undefined} /></label>
      <button type="button" class="button primary" disabled={wrong || !(a || b)} onClick={() => done(`${a ?? ''}..${b ?? ''}`)}>{t('list.filter')}</button>
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
