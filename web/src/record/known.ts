/* known.ts - what is asked once and kept while the page lives: code lists (many in one request), single places, names of records that others
 * refer to.  Whoever reads one that is not there yet is drawn again when it comes; until then "…" stands for it, never the code. */
import { signal, type Signal } from '@preact/signals'
import { session, unit } from '../app/session.ts'
import { get } from '../data/api.ts'
import type { Rec, Value } from '../data/types.ts'
import { language } from '../text/index.ts'
import { titleOf, typeFrom, typePath, type Field, type Type } from './type.ts'

export type Code = { code: string; name: string; name_en?: string; parent?: string; levels?: string; valid_from?: string; valid_to?: string }

const kept = new Map<string, Signal<unknown>>()
const RETRY_MS = 5000

function ask<T>(key: string, load: () => Promise<T>): T | undefined {
  let s = kept.get(key) as Signal<T | undefined> | undefined
  if (!s) {
    const made = s = signal<T | undefined>(undefined)
    kept.set(key, made)
    load().then(v => { made.value = v }, () => setTimeout(() => kept.delete(key), RETRY_MS))
  }
  return s.value
}

/* Lists asked for in one turn go in one request. */
let wanted: { name: string; told: (items: Code[]) => void; lost: (x: unknown) => void }[] = []

function sendLists() {
  const now = wanted
  wanted = []
  const names = [...new Set(now.map(w => w.name))].sort().join(',')
  get<{ items: { name: string; items: Code[] }[] }>(`/lists?names=${names}&v=${session.value.catalog}`).then(
    a => now.forEach(w => w.told(a.items.find(l => l.name === w.name)?.items ?? [])), x => now.forEach(w => w.lost(x)))
}

const loadList = (name: string) => new Promise<Code[]>((told, lost) => {
  if (wanted.push({ name, told, lost }) === 1) queueMicrotask(sendLists)
})

/* Too long to be sent whole: found by what is typed, or by code. */
export const isPlaces = (list: string | undefined) => list === 'commune' || list === 'district'

export const listOf = (name: string): Code[] | undefined => ask('list ' + name, () => loadList(name))

export const typeNamed = (name: string): Type | undefined => ask('type ' + name, () => get<Parameters<typeof typeFrom>[0]>(typePath(name)).then(typeFrom))

/* Of a code that named two things, the one in force. */
const inForce = (all: Code[]) => all.find(x => !x.valid_to) ?? all[0]

const named = (items: Code[], code: string) => inForce(items.filter(x => x.code === code))

/* null: there is no such code; undefined: not known yet. */
export function codeOf(list: string, code: string): Code | null | undefined {
  if (!isPlaces(list)) { const all = listOf(list); return all && (named(all, code) ?? null) }
  return ask(`place ${list} ${code}`, () => get<{ items: Code[] }>(`/lists/${list}?code=${encodeURIComponent(code)}`).then(a => inForce(a.items) ?? null))
}

const levelsOf = (s: string | null | undefined) => (s ?? '').split(/\W+/).filter(Boolean)

/* A code of levels that the school does not teach is no choice: of thirty grades five. */
export function isOfUnit(x: Code): boolean {
  const taught = levelsOf('levels' in unit.value ? (unit.value.levels as string) : undefined), levels = levelsOf(x.levels)
  return taught.length === 0 || levels.length === 0 || levels.some(l => taught.includes(l))
}

export const nameIn = (x: Code) => (language.value === 'en' && x.name_en ? x.name_en : x.name)

/* How a record that is referred to is called; its code where it has no name, or is not the caller's to see. */
export function titleFor(type: string, code: string): string | undefined {
  const of = typeNamed(type)
  const path = of && titleOf(of)
  return of && path && ask(`title ${type} ${code}`, () => get<Rec>(`/${of.plural}/${encodeURIComponent(code)}?fields=${path}`)
    .then(r => String(r[path] ?? code), () => code))
}

/* What was just read beside it need not be asked for. */
export function noteTitle(type: string, code: string, title: string) {
  const key = `title ${type} ${code}`, s = kept.get(key)
  if (s) s.value = title
  else kept.set(key, signal<unknown>(title))
}

/* The value of a field in words; undefined: not known yet. */
export function wordsFor(f: Pick<Field, 'type' | 'list' | 'to'>, v: Value): string | undefined {
  if (v === null || v === '') return ''
  if (f.type === 'code' && f.list) { const c = codeOf(f.list, String(v)); return c === undefined ? undefined : c === null ? String(v) : nameIn(c) }
  return f.type === 'reference' && f.to ? titleFor(f.to, String(v)) : String(v)
}
