/* queue.ts - what is to be saved, on its way: a few lines at a time, one request in the air, sent again word for word where no answer came. */
import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { newKey } from '../data/key.ts'
import type { Value } from '../data/types.ts'
import { alike, isUnread, type Content } from './content.ts'
import { freshRow, isBlank, isFreshKey, keyOf, rowOf, settled } from './rows.ts'
import type { Way } from './takeback.ts'
import type { Trial } from './trial.ts'
import { contentOf, givenOf, merge, rebase, set, valueOf, without, type Row, type Sheet, type State, type Told, type Values } from './sheet.ts'

/* One request: its words and its key stay what they are until it is answered. */
export type Flight = { key: string; body: string; lines: { row: string; values: Values; base: Values }[] }

/* What is kept of a page that may go away. */
export type Kept = { flight?: Flight; rows: { key: string; typed: Record<string, Content>; base: Values; told?: State['told']; given?: Values }[] }

/* status 0: no answer came. */
export type Refusal = { status: number; message: string }
export type Post = (body: string, key: string) => Promise<string>
export type Words = { stale: string; notsaved: string }
export type Phase = { is: 'still' | 'saving' | 'saved' | 'lost' | 'late'; at?: Date }
export type Tally = { waits: number; refused: number; clash: number; unread: number; lacks: number }

export type Queue = {
  sheet: Sheet; phase: Signal<Phase>; tally: ReadonlySignal<Tally>; unsent: ReadonlySignal<number>
  flush: () => Promise<void>     // now, what can be sent; done when nothing more can be
  kept: () => Kept | undefined   // undefined: nothing is to be kept
  restore: (kept: Kept) => void
  drop: () => void               // what is not sent is not wanted any more
  trial?: Trial                  // tries lines without writing them
  mistaken?: Way['mistaken']
}

const LINES = 8, BYTES = 1900
const bytes = (s: string) => new TextEncoder().encode(s).length

/* Cells of a row that may go: read, not refused as they are, not waiting for an answer of mine. */
function ready(s: State): Values {
  const all: Values = {}
  for (const [name, x] of Object.entries(s.typed)) if (!isUnread(x) && x !== undefined && !held(s.told[name])) all[name] = x
  return all
}
const held = (t: Told | undefined) => t?.kind === 'refused' || t?.kind === 'clash'

/* What a record that is not there yet still lacks; [] for one that is. */
export function lacking(sheet: Sheet, s: State): string[] {
  if (s.code) return []
  return sheet.kind.needs(path => (held(s.told[path]) ? null : valueOf(sheet, s, path))).filter(n => n !== sheet.kind.of)
}

function lineOf(sheet: Sheet, row: Row): { text: string; values: Values; base: Values } | undefined {
  const s = row.state.peek(), values = ready(s), names = Object.keys(values)
  if (!names.length || s.flying || s.gone !== undefined) return undefined
  if (!s.code && (lacking(sheet, s).length || names.every(n => values[n] === null))) return undefined
  const whose = sheet.kind.of ? { [sheet.kind.of]: row.key } : {}
  const line = s.code ? { code: s.code, version: s.version, ...values } : { ...whose, ...givenOf(sheet, s), ...filled(values) }
  return { text: JSON.stringify(line), values, base: Object.fromEntries(names.map(n => [n, s.base[n] ?? null])) }
}
const filled = (v: Values): Values => Object.fromEntries(Object.entries(v).filter(([, x]) => x !== null))

function nextFlight(sheet: Sheet): Flight | undefined {
  const lines: Flight['lines'] = []
  let body = ''
  for (const row of sheet.rows) {
    const line = lineOf(sheet, row)
    if (!line) continue
    if (lines.length && (lines.length === LINES || bytes(body) + bytes(line.text) + 1 > BYTES)) break
    body += line.text + '\n'
    lines.push({ row: keyOf(row), values: line.values, base: line.base })
  }
  return lines.length ? { key: newKey(), body, lines } : undefined
}

type Answer = {
  code?: string; version?: number; outcome: string; problems?: { field?: string | null; key: string; message: string; severity?: string }[]
  current?: { field: string; value?: Value; by?: string | null; at?: string }[]
}

/* What flew is typed again, but for what was typed since. */
function land(row: Row, values: Values, base: Values) {
  const s = row.state.peek()
  set(row, { flying: undefined, typed: { ...values, ...s.typed }, base: { ...s.base, ...base } })
}

function takeStored(sheet: Sheet, row: Row, a: Answer, values: Values, stale: string) {
  const s = row.state.peek(), newer = (a.version ?? 0) < s.version   // somebody came after: what was read then stands
  const stored = newer ? s.stored : { ...s.stored, ...values }
  const still = Object.entries(s.typed).filter(([name, x]) => !alike(x, stored[name]))
  const told = { ...without(s.told, ...Object.keys(values)) }
  for (const p of a.problems ?? []) {
    const at = p.field && p.field in values ? p.field : Object.keys(values)[0]
    if (at && !told[at]) told[at] = { kind: 'warning', message: p.message }
  }
  set(row, {
    code: a.code ?? s.code, version: Math.max(a.version ?? 0, s.version), stored, flying: undefined, typed: Object.fromEntries(still), told,
    base: Object.fromEntries(still.map(([name]) => [name, name in values ? values[name] ?? null : s.base[name] ?? null])),
  })
  const twin = row.fresh && a.code ? sheet.rows.find(r => r !== row && r.state.peek().code === a.code) : undefined
  if (twin) merge(sheet, row, twin, stale)
}

function refuse(row: Row, a: Answer, values: Values, usual: string) {
  const s = row.state.peek(), told = { ...s.told }, bad = (a.problems ?? []).filter(p => p.severity !== 'warning' && p.severity !== 'notice')
  const own = bad.filter(p => p.field && p.field in values)
  for (const p of own) if (p.field && alike(s.typed[p.field], values[p.field])) told[p.field] = { kind: 'refused', message: p.message }
  const why = bad.map(p => p.message).join(' ') || usual
  if (!own.length) for (const n of Object.keys(values)) if (alike(s.typed[n], values[n])) told[n] = { kind: 'refused', message: why }
  set(row, { told })
}

function take(sheet: Sheet, flight: Flight, text: string, words: Words) {
  const answers = text.split('\n').filter(Boolean).map(l => JSON.parse(l) as Answer)
  batch(() => flight.lines.forEach(({ row: key, values, base }, i) => {
    const row = rowOf(sheet.rows, key), a = answers[i] ?? { outcome: 'refused' }
    if (!row) return
    if (a.outcome !== 'refused') return takeStored(sheet, row, a, values, words.stale)
    land(row, values, base)
    if (!a.current || !a.version) return refuse(row, a, values, words.notsaved)
    const by = new Map(a.current.map(c => [c.field, c]))
    rebase(row, {
      version: Math.max(a.version, row.state.peek().version), values: Object.fromEntries(a.current.map(c => [c.field, c.value ?? null])),
      by: name => { const c = by.get(name); return { by: c?.by ?? undefined, at: c?.at } },
    }, words.stale, sheet.kind.by)
  }))
}

/* Refused as a whole: nothing of it was written, and why is told on each cell. */
function takeRefusal(sheet: Sheet, flight: Flight, message: string) {
  batch(() => flight.lines.forEach(({ row: key, values, base }) => {
    const row = rowOf(sheet.rows, key)
    if (!row) return
    land(row, values, base)
    refuse(row, { outcome: 'refused', problems: [{ key: '', message }] }, values, message)
  }))
}

function lift(sheet: Sheet, flight: Flight) {
  batch(() => flight.lines.forEach(({ row: key, values }) => {
    const row = rowOf(sheet.rows, key), s = row?.state.peek()
    if (row && s) set(row, { flying: values, typed: Object.fromEntries(Object.entries(s.typed).filter(([n, x]) => !(n in values && alike(x, values[n])))) })
  }))
}

function count(sheet: Sheet): Tally {
  const n: Tally = { waits: 0, refused: 0, clash: 0, unread: 0, lacks: 0 }
  for (const row of sheet.rows) {
    const s = row.state.value, names = Object.keys(s.typed), lacks = names.length > 0 && lacking(sheet, s).length > 0
    n.waits += Object.keys(s.flying ?? {}).filter(name => !(name in s.typed)).length
    for (const name of names) {
      const told = s.told[name]
      if (told?.kind === 'clash') n.clash++
      else if (told?.kind === 'refused') n.refused++
      else if (isUnread(contentOf(s, name))) n.unread++
      else if (lacks) n.lacks++
      else n.waits++
    }
  }
  return n
}

/* keep: called before anything is sent, and what it keeps comes back after a reload. */
export function makeQueue(sheet: Sheet, post: Post, words: Words, keep: () => Promise<void> = () => Promise.resolve()): Queue {
  const phase = signal<Phase>({ is: 'still' }), tally = computed(() => count(sheet))
  const unsent = computed(() => { const n = tally.value; return n.waits + n.refused + n.clash + n.unread + n.lacks })
  let flight: Flight | undefined, busy: Promise<void> | undefined

  async function send(): Promise<boolean> {
    if (!flight) { flight = nextFlight(sheet); if (flight) lift(sheet, flight) }
    if (!flight) return false
    const now = flight
    phase.value = { is: 'saving' }
    await keep()
    try { take(sheet, now, await post(now.body, now.key), words) } catch (x) {
      const { status, message } = x as Refusal
      if (!status || status === 408 || status === 429 || status >= 500) { phase.value = { is: status ? 'late' : 'lost' }; return false }
      takeRefusal(sheet, now, message)
    }
    flight = undefined
    phase.value = { is: 'saved', at: new Date() }
    void keep()
    return true
  }

  async function run() { while (await send()); }
  const flush = () => busy ??= run().finally(() => { busy = undefined })

  const kept = (): Kept | undefined => {
    const rows = sheet.rows.map(r => { const { typed, base, given, told } = r.state.peek(); return { key: keyOf(r), typed, base, given, told } })
      .filter(r => Object.keys(r.typed).length)
    return flight || rows.length ? { flight, rows } : undefined
  }
  const drop = () => batch(() => {
    flight = undefined
    for (const r of sheet.rows) set(r, { typed: {}, base: {}, flying: undefined, told: {} })
    sheet.changed.value++
  })
  return { sheet, phase, tally, unsent, flush, kept, restore: k => { flight = takeUp(sheet, k, words) }, drop }
}

/* After a reload: what was in the air is sent again first, under its own key; what was typed goes where it was, and what others changed
 * meanwhile is asked about. */
function takeUp(sheet: Sheet, k: Kept, words: Words): Flight | undefined {
  batch(() => {
    growBy(sheet, [...(k.flight?.lines.map(l => l.row) ?? []), ...k.rows.map(r => r.key)])
    for (const { key, typed, base, given, told } of k.rows) {
      const row = rowOf(sheet.rows, key), air = k.flight?.lines.find(l => l.row === key)
      if (!row) continue
      const fresh = row.state.peek().stored
      set(row, { typed, base, given })
      const seen = Object.keys(typed).filter(n => !(air && n in air.values)).map((n): [string, Value] => [n, fresh[n] ?? null])
      rebase(row, {
        values: Object.fromEntries(seen), version: row.state.peek().version,
        by: name => { const was = told?.[name]; return was && alike(was.theirs, fresh[name]) ? { by: was.by, at: was.at } : {} },   // unless changed again
      }, words.stale)
    }
    if (k.flight) lift(sheet, k.flight)
    if (sheet.kind.grows) sheet.list.value = settled(sheet.list.peek(), [], false)
    sheet.changed.value++
  })
  return k.flight
}

/* Rows in which something new was typed stand where they stood. */
function growBy(sheet: Sheet, keys: string[]) {
  const rows = sheet.list.peek(), wanted = [...new Set(keys)].filter(key => isFreshKey(key) && !rowOf(rows, key))
  if (wanted.length) sheet.list.value = [...rows.filter(r => !isBlank(r)), ...wanted.map(freshRow)]
}
