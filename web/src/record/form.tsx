/* form.tsx - the page of one record: who it is, and its tabs: its fields, what belongs to it, what happened, who changed what. */
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { go, guard, search, setSearch } from '../app/router.ts'
import { leaving, may, ofClasses, year } from '../app/session.ts'
import { query } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Rec, Value } from '../data/types.ts'
import { say, t } from '../text/index.ts'
import { NoRight, Show } from '../ui/state.tsx'
import { around, neighbours } from './around.ts'
import { blank, discard, makeDraft, type Draft } from './draft.ts'
import type { Fault } from './field.tsx'
import { RecordFields, focusField } from './fields.tsx'
import { RecordHead } from './head.tsx'
import { recordAddress } from './here.ts'
import { titleFor } from './known.ts'
import { Duplicates, Events, History, Identifiers, PartList } from './tabs.later.ts'
import { mayAdd, titleOf, useType, type Type } from './type.ts'

export function RecordPage({ plural, code }: { plural: string; code: string }) {
  const type = useType(plural), fresh = code === 'new', record = useGet<Rec>(fresh ? undefined : `/${plural}/${encodeURIComponent(code)}`)
  const page = (ty: Type, rec: Rec) => <Page key={code} type={ty} rec={rec} />
  return <Show of={type}>{ty => !fresh ? <Show of={record} right={[ty.module, 'read']}>{rec => page(ty, rec)}</Show>
    : mayAdd(ty) ? page(ty, blank(ty)) : <MayNot type={ty} />}</Show>
}

const MayNot = ({ type }: { type: Type }) => (
  <section class="page record"><header class="head"><h1>{say(type.screen.title)}</h1></header><NoRight right={[type.module, 'write']} /></section>
)

/* A record that was just made is shown by the draft that made it: with its warnings. */
let made: Draft | undefined

/* Whose it is stands in the address: ?learner=1900000001 */
const given = (type: Type): Record<string, Value> =>
  Object.fromEntries(type.fields.filter(f => f.type === 'reference' && search.value.get(f.name)).map(f => [f.name, search.value.get(f.name)]))

/* The main form and those of the parts, each kept while the page lives, whichever tab is shown. */
function useDrafts(type: Type, rec: Rec): { d: Draft; all: Map<string, Draft> } {
  const all = useRef(new Map<string, Draft>()).current
  const d = useMemo(() => {
    const kept = made?.rec.peek().code === rec.code && made.type.plural === type.plural ? made : undefined
    made = undefined
    return kept ?? makeDraft(type, rec, rec.code ? {} : given(type))
  }, [])
  all.set('', d)
  useEffect(() => { if (rec.version > d.rec.peek().version && !d.count.peek() && d.phase.peek().is !== 'saving') d.rec.value = rec }, [rec.version])
  const unsaved = () => [...all.values()].reduce((n, x) => n + x.count.peek(), 0)
  useEffect(() => guard(unsaved, () => {
    const n = unsaved(), may = !n || confirm(t('form.leave', { n }))
    if (n && may) discardAll(all) // what waits for the line is not sent behind one's back
    return may
  }), [])
  useEffect(() => {
    const stay = (e: BeforeUnloadEvent) => { if (unsaved() && !leaving.value) e.preventDefault() }
    addEventListener('beforeunload', stay)
    return () => removeEventListener('beforeunload', stay)
  }, [])
  return { d, all }
}

function useKeys(type: Type, rec: Rec) {
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      const n = neighbours(type.plural, rec.code), to = e.key === 'ArrowDown' ? n.after : n.before
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's') {
        e.preventDefault()
        const at = document.activeElement
        const form = at instanceof HTMLElement && at.closest('form.sections') || document.querySelector<HTMLFormElement>('form.sections')
        if (form instanceof HTMLFormElement) form.requestSubmit()
      }
      if (e.altKey && (e.key === 'ArrowDown' || e.key === 'ArrowUp') && to) {
        e.preventDefault()
        go(recordAddress(type.plural, to, { tab: search.value.get('tab') ?? undefined }))
      }
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [rec.code])
}

/* What a person asks for when they come from a fault: ?o=personal_id */
function useFocus() {
  useEffect(() => { const name = search.value.get('o'); if (name) focusField(name) }, [])
}

/* A new record begins in its first field. */
function useFirstField(fresh: boolean) {
  useEffect(() => { if (fresh) document.querySelector<HTMLElement>('form.sections :is(input, select)')?.focus() }, [])
}

function Page({ type, rec }: { type: Type; rec: Rec }) {
  const { d, all } = useDrafts(type, rec)
  useKeys(type, rec)
  useFocus()
  useFirstField(!rec.code)
  const faults = useGet<{ items: Fault[] }>(rec.code && may('quality', 'read')
    ? `/quality/problems${query({ unit: rec.unit, year: year.value, record: rec.code, type: type.name, limit: 50 })}` : undefined).data?.items ?? []
  const title = useTitle(d), tabs = rec.code ? tabsOf(type, d, all) : [], now = tabs.find(x => x.name === (search.value.get('tab') ?? '')) ?? tabs[0]
  const saved = (again: boolean) => {
    if (rec.code) return
    if (again) { discardAll(all); return go(recordAddress(type.plural, 'new', { ...asText(d.fixed), lai: String(Date.now() % 1000) }), { replace: true }) }
    made = d
    around.value = { ...around.value, codes: [] }
    go(recordAddress(type.plural, d.rec.value.code), { replace: true })
  }
  return (
    <section class="page record">
      <RecordHead d={d} title={title} faults={faults.length} />
      {tabs.length > 1 && <nav class="tabs" aria-label={title}>{tabs.map(x => <Tab key={x.name} {...x} now={x === now} />)}</nav>}
      {!now || now.name === '' ? <RecordFields d={d} faults={faults} onSaved={saved} more={!rec.code && mayAdd(type)} /> : now.show()}
    </section>
  )
}

const asText = (o: Record<string, Value>) => Object.fromEntries(Object.entries(o).map(([k, v]) => [k, v === null ? undefined : String(v)]))
const discardAll = (all: Map<string, Draft>) => all.forEach(discard)

/* A record without a name is called by what it is and whose. */
function useTitle(d: Draft): string {
  const { type } = d, rec = d.rec.value, name = type.name_field && rec[type.name_field]
  const owner = type.fields.find(f => f.name + '.title' === titleOf(type)), of = owner && (d.fixed[owner.name] ?? rec[owner.name])
  const whose = owner?.to && of ? titleFor(owner.to, String(of)) ?? '…' : undefined
  if (name) return String(name)
  const what = rec.code ? say(type.label) : t('form.create', { what: say(type.label).toLowerCase() })
  return [what, whose].filter(Boolean).join(' – ')
}

type TabOf = { name: string; label: ComponentChild; show: () => ComponentChild }

function tabsOf(type: Type, d: Draft, all: Map<string, Draft>): TabOf[] {
  const parts = type.sublists.map((p): TabOf => ({ name: p.type, label: say(p.label), show: () => <PartList key={p.type} part={p} owner={d} drafts={all} /> }))
  const tabs: TabOf[] = [{ name: '', label: t('tab.data'), show: () => null }, ...parts]
  if (type.life && !ofClasses()) tabs.push({ name: 'events', label: t('event.title'), show: () => <Events d={d} /> })
  tabs.push({ name: 'history', label: t('hist.title'), show: () => <History d={d} /> })
  if (type.person) tabs.push({ name: 'codes', label: t('tab.codes'), show: () => <Identifiers d={d} /> })
  if (type.person && type.module === 'learners' && !ofClasses()) tabs.push({ name: 'same', label: t('tab.same'), show: () => <Duplicates d={d} /> })
  return tabs
}

function Tab({ name, label, now }: TabOf & { now: boolean }) {
  const p = new URLSearchParams(search.value)
  if (name) p.set('tab', name)
  else p.delete('tab')
  return <a href={location.pathname + (p.size ? '?' + p : '')} aria-current={now ? 'page' : undefined}
    onClick={e => { e.preventDefault(); setSearch({ tab: name, o: undefined }) }}>{label}</a>
}
