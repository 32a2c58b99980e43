/* rules.tsx - the published rules of data: which version, where to read it whole, and what changed since the one before, by type and list. */
import { useState } from 'preact/hooks'
import { useGet } from '../../data/use.ts'
import { number, plain, say, showDate, type Text } from '../../text/index.ts'
import { tell, type AdminKey } from '../../text/admin.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'

type Named = { name: string; label: Text }
type Change = { change: string; type: string; name?: string; member?: string; to?: unknown }
type Rules = {
  version: number; published: string; live: number[]; changes: Change[] | null
  types: (Named & { fields: Named[] })[]; lists: (Named & { codes: { code: string; name: string }[] })[]
}

export function Rules() {
  return <section class="page list"><Show of={useGet<Rules>('/catalog', { ever: true })}>{rules => <Published rules={rules} />}</Show></section>
}

function Published({ rules }: { rules: Rules }) {
  const [typed, setTyped] = useState(''), groups = changesOf(rules), text = plain(typed.trim())
  const found = groups.filter(g => plain([g.label, ...g.added, ...g.removed, ...g.changed.keys()].join(' ')).includes(text))
  return <>
    <header class="head"><h1><No at="/quan-tri/quy-dinh" />{tell('rules.title')}</h1><div class="actions">
      <a class="button keep" href="/catalog">{tell('rules.page')}</a><a class="button keep" href="/catalog.xlsx" download>
        <Icon name="down" />{tell('rules.book')}</a>
      <a class="button keep" href="/catalog.json" download><Icon name="down" />{tell('rules.program')}</a></div></header>
    <p>{tell('rules.version', { n: rules.version, day: showDate(rules.published) })} {rules.live.filter(n => n !== rules.version)
      .map(n => tell('rules.older', { n })).join(' ')} <span class="quiet">{tell('rules.text')}</span></p>
    <h2>{tell('rules.changes')}</h2>
    {!rules.changes ? <Empty text={tell('rules.none')} /> : <>
      <div class="filters" role="search"><label class="find"><span class="hidden">{tell('rules.find')}</span><Icon name="search" />
        <input type="search" value={typed} placeholder={tell('rules.find')} autocomplete="off" onInput={e => setTyped(e.currentTarget.value)} /></label></div>
      {found.length === 0 ? <Empty text={tell('rules.nothing')} /> 
        : <div class="units">{found.map(g => <Changed key={g.key} g={g} open={text !== ''} />)}</div>}
    </>}
  </>
}

type Group = { key: string; label: string; list: boolean; whole?: 'added' | 'removed'; added: string[]; removed: string[]; changed: Map<string, Set<string>> }

/* What a member of the rules is about, in words. */
const about: Record<string, AdminKey> = {
  label: 'rules.label', name: 'rules.label', required: 'rules.required', required_when: 'rules.required', list: 'rules.code', max: 'rules.limit',
    min: 'rules.limit',
  titles: 'rules.titles', moet: 'rules.moet', moet_object: 'rules.moet', answered_by: 'rules.moet', why: 'rules.why', pattern: 'rules.writing',
  expected: 'rules.due', blank: 'rules.due', until: 'rules.days', since: 'rules.days', ends: 'rules.days', begins: 'rules.days', entry: 'rules.checks',
  next: 'rules.next',
}

function changesOf(rules: Rules): Group[] {
  const groups = new Map<string, Group>()
  for (const x of rules.changes ?? []) {
    const [what = '', how] = x.change.split('_'), list = what === 'list' || what === 'code', key = (list ? 'list ' : '') + x.type
    const of = (list ? rules.lists : rules.types).find(t => t.name === x.type), parts = namesIn(rules, list, x.type)
    const g = groups.get(key) ?? { key, label: of ? say(of.label) : x.type, list, added: [], removed: [], changed: new Map<string, Set<string>>() }
    const called = x.name === undefined ? undefined : parts.get(x.name) ?? words(x.to) ?? x.name
    groups.set(key, g)
    if (called === undefined && how !== 'changed') Object.assign(g, { whole: how, ...(how === 'added' ? { added: [...parts.values()] } : {}) })
    else if (called !== undefined && how === 'added') g.added.push(called)
    else if (called !== undefined && how === 'removed') g.removed.push(called)
    else {
      const at = called ?? g.label
      g.changed.set(at, (g.changed.get(at) ?? new Set()).add(tell(about[x.member ?? ''] ?? 'rules.other')))
    }
  }
  return [...groups.values()].sort((a, b) => Number(a.list) - Number(b.list) || a.label.localeCompare(b.label, 'vi'))
}

const words = (x: unknown): string | undefined => (typeof x === 'string' ? x : x && typeof x === 'object' && 'vi' in x ? say(x as Text) : undefined)

function namesIn(rules: Rules, list: boolean, type: string): Map<string, string> {
  return list ? new Map(rules.lists.find(l => l.name === type)?.codes.map(c => [c.code, c.name]))
    : new Map(rules.types.find(t => t.name === type)?.fields.map(f => [f.name, say(f.label)]))
}

function Changed({ g, open }: { g: Group; open: boolean }) {
  const n = g.added.length + g.removed.length + g.changed.size
  return (
    <details class="card changed" open={open}><summary><strong>{g.label}</strong> {g.list && <small>{tell('rules.list')}</small>} {g.whole
      ? <span class="status">{tell(g.whole === 'added' ? 'rules.whole.added' : 'rules.whole.removed')}</span> : <span class="count">{tell('rules.count',
        { n: number(n) })}</span>}</summary>
      <Parts label={tell('rules.added')} all={g.added} /><Parts label={tell('rules.removed')} all={g.removed} />
      <Parts label={tell('rules.changed')} all={[...g.changed].map(([name, what]) => `${name} (${[...what].join(', ')})`)} /></details>
  )
}

const Parts = ({ label, all }: { label: string; all: string[] }) => (all.length ? <p><span class="quiet">{label}:</span> {all.join(' · ')}</p> : null)
