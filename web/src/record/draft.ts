/* draft.ts - what was typed into a record and is not stored yet: kept until the server has it, whatever happens to the line, to the session,
 * or to the record meanwhile.  A field listens to its own part only. */
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { unit, year } from '../app/session.ts'
import { api, get, type Problem } from '../data/api.ts'
import { forget } from '../data/use.ts'
import type { Rec, Value } from '../data/types.ts'
import { expression, type Env } from '../text/expr.ts'
import { isOfUnit, isPlaces, listOf, noteTitle } from './known.ts'
import { fieldOf, type Field, type Type } from './type.ts'

export type Told = { field?: string; key: string; message: string; severity?: string; warning?: boolean }
export type Clash = { field: Field; mine: Value; theirs: Value; by?: string; at?: string }
export type Phase = 'still' | 'saving' | 'saved' | 'lost' | 'refused' | 'doubted'
export type Draft = {
  type: Type
  rec: Signal<Rec>                       // as stored
  fixed: Record<string, Value>           // given from outside: whose it is
  typed: Signal<Record<string, Value>>
  unread: Signal<Record<string, string>> // typed, but no such day or number: why
  told: Signal<Told[]>
  phase: Signal<{ is: Phase; at?: Date; message?: string }>
  clash: Signal<Clash[] | undefined>
  count: ReadonlySignal<number>
  waits?: Sent                           // a new record whose answer was lost: it may be there
  doubtful?: Record<string, Value>       // a change whose answer was lost: it may be stored, and then it is mine
  whose?: Record<string, string>         // copied of somebody: the field of their name
  again?: boolean                        // asked to save while it was saving
}
type Sent = { body: Record<string, Value>; sent: Record<string, Value> }

export const blank = (type: Type, of = unit.value.code): Rec => {
  const rec = { code: '', unit: of, status: '', version: 0, changed_at: '' } as Rec
  if (type.year_bound) rec['school_year'] = year.value
  return rec
}

export function makeDraft(type: Type, rec: Rec, fixed: Record<string, Value> = {}): Draft {
  const typed = signal<Record<string, Value>>({}), unread = signal<Record<string, string>>({})
  const count = computed(() => new Set([...Object.keys(typed.value), ...Object.keys(unread.value)]).size)
  return { type, rec: signal(rec), fixed, typed, unread, told: signal([]), phase: signal({ is: 'still' }), clash: signal(undefined), count }
}

export const stored = (d: Draft, name: string): Value => d.fixed[name] ?? d.rec.value[name] ?? null
export const current = (d: Draft, name: string): Value => { const v = d.typed.value[name]; return v === undefined ? stored(d, name) : v }

/* What was said of a value that is another by now. */
function drop(d: Draft, name: string) {
  if (d.told.value.some(p => p.field === name)) d.told.value = d.told.value.filter(p => p.field !== name)
}

export function change(d: Draft, name: string, v: Value) {
  const { [name]: _, ...rest } = d.typed.value
  batch(() => {
    d.typed.value = v === stored(d, name) ? rest : { ...rest, [name]: v }
    drop(d, name)
    if (d.phase.value.is === 'saved' || d.phase.value.is === 'doubted') d.phase.value = { is: 'still' }
  })
}

/* Being typed: not read yet, and no fault yet. */
export const UNFINISHED = ''

export function setUnread(d: Draft, name: string, why: string | undefined) {
  const { [name]: _, ...rest } = d.unread.value
  if (why !== undefined) drop(d, name)
  if (why !== undefined || _ !== undefined) d.unread.value = why === undefined ? rest : { ...rest, [name]: why }
}

export function discard(d: Draft) {
  batch(() => { d.typed.value = {}; d.unread.value = {}; d.told.value = []; d.phase.value = { is: 'still' } })
}

/* A condition of the catalogue over what stands on a screen; what is not known holds not. */
export function isTrue(type: Type, condition: string, value: (path: string) => Value): boolean {
  const levels = (path: string) => {
    const list = fieldOf(type, path)?.list
    return list === undefined ? undefined : listOf(list)?.find(x => x.code === value(path))?.levels ?? ''
  }
  const env: Env = { value, levels }
  try { return expression(condition)(env) === true } catch { return false }
}

export const holds = (d: Draft, condition: string | undefined): boolean => condition !== undefined && isTrue(d.type, condition, path => current(d, path))

/* A list of which nothing is of the levels of this school is no question. */
export const hasChoices = (f: Field) => f.type !== 'code' || f.required || !f.list || isPlaces(f.list) || (listOf(f.list)?.some(isOfUnit) ?? true)
const isAsked = (d: Draft, f: Field) => (f.show_when === undefined || holds(d, f.show_when)) && hasChoices(f)

export const isShown = (d: Draft, f: Field) => isAsked(d, f) || f.name in d.typed.value || stored(d, f.name) !== null
export const isDue = (d: Draft, f: Field) => f.required || holds(d, f.required_when)

const path = (d: Draft) => `/${d.type.plural}/${encodeURIComponent(d.rec.value.code)}`

function note(d: Draft, rec: Rec, sent: Record<string, Value>) {
  const left = Object.entries(d.typed.value).filter(([name, v]) => !(name in sent && sent[name] === v))
  d.doubtful = undefined
  batch(() => {
    d.rec.value = rec
    d.typed.value = Object.fromEntries(left)
    d.told.value = ((rec as unknown as { warnings?: Told[] }).warnings ?? []).map(w => ({ ...w, warning: true }))
    d.phase.value = { is: 'saved', at: new Date() }
  })
  const name = d.type.name_field && rec[d.type.name_field]
  if (name) noteTitle(d.type.name, rec.code, String(name))
  forget(`/${d.type.plural}`)
  forget('/quality')
}

type Entry = { version: number; account?: string; at: string; after?: Record<string, Value> }

/* Somebody was quicker.  What only they changed stays theirs, what only I changed stays mine; where both did, I am asked. */
async function rebase(d: Draft): Promise<boolean> {
  const was = d.rec.value
  const [fresh, log] = await Promise.all([get<Rec>(path(d)), get<{ items: Entry[] }>(path(d) + '/history')])
  const since = log.items.filter(x => x.version > was.version)
  const theirs = (name: string) => fresh[name] ?? null, before = d.doubtful ?? {}
  const isMine = (name: string) => name in before && before[name] === theirs(name)
  const isTheirs = (name: string) => theirs(name) !== (was[name] ?? null) && theirs(name) !== d.typed.value[name] && !isMine(name)
  const whose = (name: string) => d.whose?.[name] ?? name
  const isAlong = (name: string, mine: Value) => mine === (was[name] ?? null) && !isTheirs(whose(name))
  const clashes = Object.entries(d.typed.value).flatMap(([name, mine]): Clash[] => {
    const field = fieldOf(d.type, name), of = whose(name)
    if (!field || theirs(name) === mine || isAlong(name, mine) || !(isTheirs(name) || isTheirs(of))) return []
    const last = since.filter(x => x.after && (name in x.after || of in x.after)).pop()
    return [{ field, mine, theirs: theirs(name), by: last?.account, at: last?.at }]
  })
  batch(() => {
    d.rec.value = fresh
    d.typed.value = Object.fromEntries(Object.entries(d.typed.value).filter(([name, mine]) => theirs(name) !== mine && !isAlong(name, mine)))
    if (clashes.length) { d.clash.value = clashes; d.phase.value = { is: 'still' } }
  })
  return clashes.length === 0
}

const TRIES = 4, AGAIN_MS = 5000

async function patch(d: Draft): Promise<void> {
  for (let i = 0; i < TRIES; i++) {
    const sent = d.typed.value
    if (!Object.keys(sent).length) return note(d, d.rec.value, {})
    try { return note(d, await api<Rec>('PATCH', path(d), { body: sent, version: d.rec.value.version }), sent) }
    catch (x) {
      if ((x as Problem).status === 0) d.doubtful = { ...d.doubtful, ...sent }
      if ((x as Problem).status !== 412 || i + 1 === TRIES) throw x
    }
    if (!await rebase(d)) return
  }
}

/* A new record is tried first: whether the same one is there already the clerk hears before, not after. */
async function create(d: Draft, sure: boolean): Promise<void> {
  const sent = d.typed.value, body = { ...sent, ...d.fixed, ...(d.type.year_bound ? { school_year: d.rec.value['school_year'] } : {}) }
  if (!sure) {
    const trial = await api<{ outcome: string; problems: Told[] }>('POST', `/${d.type.plural}?dry_run=1`, { body }).catch(x => {
      if ((x as Problem).status === 403) return undefined
      throw x
    })
    const same = trial?.outcome !== 'refused' ? trial?.problems.filter(p => /^(person|record)\.(namesake|double)$|\.again$/.test(p.key)) : undefined
    if (same?.length) { batch(() => { d.told.value = same.map(p => ({ ...p, warning: true })); d.phase.value = { is: 'doubted' } }); return }
  }
  d.waits = { body, sent }
  await post(d, d.waits)
}

/* Sent once more where the answer was lost, word for word: it is the same act.  What was typed since is a change of what it made. */
async function post(d: Draft, { body, sent }: Sent): Promise<void> {
  try { note(d, await api<Rec>('POST', `/${d.type.plural}`, { body }), sent) }
  catch (x) { if ((x as Problem).status !== 0) d.waits = undefined; throw x }
  d.waits = undefined
}

async function sendNew(d: Draft, sure: boolean): Promise<void> {
  if (!d.waits) return create(d, sure)
  await post(d, d.waits)
  await patch(d)
}

/* True: the server has it all. */
export async function save(d: Draft, sure = false): Promise<boolean> {
  if (d.phase.value.is === 'saving') d.again = true
  if (d.phase.value.is === 'saving' || Object.keys(d.unread.value).length) return false
  if (d.rec.value.code && !Object.keys(d.typed.value).length) return true
  batch(() => { d.phase.value = { is: 'saving' }; d.told.value = [] })
  try {
    await (d.rec.value.code ? patch(d) : sendNew(d, sure))
    if (d.again && d.phase.peek().is === 'saved' && d.count.peek()) { d.again = false; return await save(d) }
    return d.phase.peek().is === 'saved'
  } catch (x) {
    const p = x as Problem
    batch(() => { d.phase.value = { is: p.status === 0 ? 'lost' : 'refused', message: p.message }; d.told.value = p.problems ?? [] })
    if (p.status === 0) setTimeout(() => { if (d.phase.peek().is === 'lost') void save(d, sure) }, AGAIN_MS)
    return false
  } finally { d.again = false }
}

/* Mine or theirs, field by field; then it is sent. */
export function settle(d: Draft, takeTheirs: Set<string>): Promise<boolean> {
  batch(() => {
    d.typed.value = Object.fromEntries(Object.entries(d.typed.value).filter(([name]) => !takeTheirs.has(name)))
    d.clash.value = undefined
  })
  return save(d)
}
