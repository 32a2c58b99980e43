/* plan.ts - what a pasted block would do, before anything of it is done: which of its columns are which fields, which of its rows are whose. */
import { clean } from '../record/read.ts'
import type { Block, BlockCell } from './block.ts'
import { alike, fold, isUnread, type Column, type Content } from './content.ts'
import { readBlockCell, readDay, isAmerican } from './reading.ts'
import { freshRows, isBlank } from './rows.ts'
import { contentOf, isLocked, nameOf, valueOf, type Row, type Sheet } from './sheet.ts'

/* Columns that tell whose a row is, and those that tell nothing, by what files call them; by: of what was chosen above, and here: what that is
 * called. */
const roles = ['code', 'name', 'born', 'ordinal', 'by'] as const
export type Role = typeof roles[number]
export type Heads = Partial<Record<Role | 'here', string[]>>

export type Outcome = 'new' | 'changed' | 'same' | 'invalid' | 'locked'
export type Planned = { row: Row; column: Column; text: string; content: Content; was: Content; outcome: Outcome }
export type Note = 'order' | 'byname' | 'disorder' | 'american' | 'unknown'
/* Why a row is nobody's: no such person, several, the other birth date, two rows of one person, another class. */
export type Why = 'nobody' | 'several' | 'born' | 'twice' | 'elsewhere'
export type Plan = {
  cells: Planned[]; counts: Record<Outcome | 'beyond' | 'unmatched', number>; by: 'code' | 'name' | 'order'; headed: boolean
  notes: Note[]; unknown: string[]; unmatched: { words: string; why: Why }[]; columns: Column[]; size: { rows: number; columns: number }; fresh: number
}

const codeOf = (r: Row) => r.who.code || r.state.peek().code

type Slot = { column?: Column; role?: Role }

/* ---- columns ---- */

const HEAD_ROWS = 3

/* The words above a column, from above; a group's stand over all of its columns, where the cell right of them is empty or a part of theirs. */
function partsOf(block: Block, x: number, deep: number): string[] {
  const under = (y: number, i: number) => block.slice(y + 1, deep).some(r => r[i]?.text)
  return block.slice(0, deep).map((r, y) => {
    let i = x
    while (i > 0 && !r[i]?.text && under(y, i) && under(y, i - 1)) i--
    return clean(r[i]?.text ?? '')
  }).filter((s, i, all) => s && s !== all[i - 1])
}

/* Somebody else than whose row it is: what stands under her is hers or nobody's, never the pupil's own. */
const kin = /(^|[^\p{L}])(cha|bố|ba|mẹ|má|ông|bà|giám hộ|phụ huynh|người (?!học))/iu
const bare = (s: string) => fold(s).replace(/^thong tin( (ve|cua))? /, '').replace(/( cua)? hoc sinh$/, '').replace(/^(bo|ba)$/, 'cha').replace(/^ma$/, 'me')

type Head = Slot & { group?: string; alone?: boolean }

/* "Năm sinh" under "Mẹ" is "Năm sinh mẹ"; under "Sức khoẻ" it may be "Năm sinh" alone. */
function headFor(parts: string[], columns: Column[], heads: Heads): Head | undefined {
  const own = fold(parts.at(-1) ?? ''), above = parts.slice(0, -1), group = above.length ? above.join(' / ') : undefined
  const whole = [fold(parts.join(' ')), ...above.map(bare).flatMap(g => [`${own} ${g}`, `${own} cua ${g}`, `${g} ${own}`])]
  const alone = !group || kin.test(group) ? [] : [own, ...above.map(fold).reverse()]
  for (const title of [...whole, ...alone].filter(Boolean)) {
    const column = columns.find(c => [...c.titles, c.label.vi, c.label.en].some(x => fold(x) === title))
    const role = roles.find(r => heads[r]?.some(x => fold(x) === title))
    if (column || role) return { column, role, group, alone: !whole.includes(title) }
  }
  return undefined
}

/* A group with a name in it, beside the names of those whose rows they are, is of other people. */
function ofOthers(all: (Head | undefined)[]): (Slot | undefined)[] {
  const isName = (h: Head | undefined) => h?.role === 'name', foreign = new Set(all.filter(h => isName(h) && h?.alone
    && all.some(x => isName(x) && x?.group !== h.group && (!x?.alone || all.indexOf(x) < all.indexOf(h)))).map(h => h?.group))
  return all.map(h => (h && h.alone && foreign.has(h.group) ? undefined : h && { column: h.column, role: h.role }))
}

/* How many rows above are a head, and what stands under it; undefined: it has none. */
function readHead(block: Block, columns: Column[], heads: Heads): { deep: number; slots: (Slot | undefined)[] } | undefined {
  const width = block[0]?.length ?? 0, most = Math.min(HEAD_ROWS, block.length - 1)
  const read = (deep: number) => Array.from({ length: width }, (_, x) => headFor(partsOf(block, x, deep), columns, heads))
  let best: { deep: number; slots: (Head | undefined)[]; n: number } | undefined
  for (let deep = 1; deep <= most; deep++) {
    const slots = read(deep), n = slots.filter(Boolean).length, last = block[deep - 1] ?? []
    const isHead = last.some((c, x) => slots[x] && (c.text !== '' || c.spanned))
    if (n && isHead && n * 3 >= Math.min(width, columns.length) && (!best || n > best.n)) best = { deep, slots, n }
  }
  if (!best) return undefined
  let { deep } = best
  const goesOn = (r: BlockCell[] = []) => r.some(c => c.text && !c.spanned) && r.every((c, x) => !best?.slots[x] || c.text === '' || c.spanned)
  while (deep < most && goesOn(block[deep])) deep++   // of a group of which nothing is known
  return { deep, slots: once(ofOthers(deep === best.deep ? best.slots : read(deep))) }
}

/* A field that two columns name is told by the first; a name that stands in two (family and given) by both. */
function once(slots: (Slot | undefined)[]): (Slot | undefined)[] {
  const seen = new Set<Column>()
  return slots.map(s => {
    if (!s?.column) return s
    if (seen.has(s.column)) return s.role ? { role: s.role } : undefined
    seen.add(s.column)
    return s
  })
}

/* A column of days beside names: most are the birth dates of those who are called so; or, in a class whose people are of few years, are of those. */
const AGES = 4
function isBirths(sheet: Sheet, block: Block, names: number, x: number): boolean {
  const all = block.flatMap(r => { const day = r[x]?.text ?? ''; return day ? [{ day, name: fold(r[names]?.text ?? '') }] : [] })
  const days = all.map(c => readDay(c.day, isAmerican(all.map(y => y.day)))).filter(d => d !== undefined)
  if (!all.length || days.length < all.length) return false
  const years = sheet.rows.flatMap(r => (r.who.born ? [Number(r.who.born.slice(0, 4))] : [])), from = Math.min(...years), to = Math.max(...years)
  const born = all.filter((c, i) => sheet.rows.some(r => r.who.born === days[i] && fold(nameOf(sheet, r)) === c.name)).length
  return born * 2 >= all.length || (to - from < AGES && days.every(d => Number(d.slice(0, 4)) >= from && Number(d.slice(0, 4)) <= to))
}

/* Without a head: a column of codes or of names is known by what stands in it; the others go from the active cell to the right. */
function guessSlots(sheet: Sheet, block: Block, from: number): (Slot | undefined)[] {
  const width = block[0]?.length ?? 0, codes = new Set(sheet.rows.map(codeOf)), names = new Set(sheet.rows.map(r => fold(nameOf(sheet, r))).filter(Boolean))
  const told = (s: string, is: (s: string) => boolean) => s !== '' && is(s)
  const share = (x: number, is: (s: string) => boolean) => block.filter(r => told(clean(r[x]?.text ?? ''), is)).length * 2 >= Math.max(2, block.length)
  const roles = Array.from({ length: width }, (_, x): Role | undefined =>
    share(x, s => codes.has(s)) ? 'code' : share(x, s => names.has(fold(s))) ? 'name' : undefined)
  const own = sheet.kind.columns.findIndex(c => c.field.name === sheet.kind.name), names0 = roles.indexOf('name')
  if (own >= 0 && names0 >= 0) return roles.map((role, x) => ({ role: role === 'name' ? role : undefined, column: sheet.kind.columns[own + x - names0] }))
  if (names0 >= 0) roles.forEach((role, x) => { if (!role && isBirths(sheet, block, names0, x)) roles[x] = 'born' })
  const last = roles.reduce((n, r, x) => (r ? x : n), -1), leads = last >= 0
  const start = leads ? Math.max(from, sheet.kind.columns.findIndex(c => !c.locked)) : from
  return roles.map((role, x) => (role ? { role } : { column: sheet.kind.columns[start + (leads ? x - last - 1 : x)] }))
    .map((s, x) => (leads && x < last && !s.role ? undefined : s))
}

/* ---- rows ---- */

const day = (text: string) => text.match(/\d+/g)?.map(Number).join('-') ?? ''
const dayOf = (iso: string | undefined) => (iso ? iso.split('-').reverse().map(Number).join('-') : undefined)

/* sure: by a code or a birth date, not by a name alone. */
type Found = { row?: Row; sure?: boolean; why?: Why }
type Match = { found: Found[]; by: Plan['by']; notes: Note[] }

/* "Lớp 1A" is 1A, and "1" says no other class than 1A. */
function isHere(text: string, here: string[] | undefined): boolean {
  const bare = (s: string) => fold(s).replace(/^(lop|class) /, ''), s = bare(text)
  return !here?.length || here.some(h => bare(h) === s || (/^\d+$/.test(s) && new RegExp(`^${s}\\D`).test(bare(h))))
}

function findRows(sheet: Sheet, body: Block, slots: (Slot | undefined)[], from: number, here: string[] | undefined): Match {
  const at = (role: Role) => slots.flatMap((s, x) => (s?.role === role ? [x] : []))
  const words = (r: BlockCell[], role: Role) => at(role).map(x => clean(r[x]?.text ?? '')).filter((s, i, all) => s && s !== all[i - 1]).join(' ')
  const codes = body.map(r => words(r, 'code')), names = body.map(r => words(r, 'name')), born = body.map(r => words(r, 'born'))
  const there = sheet.rows.filter(r => !isBlank(r)), byCode = new Map(there.map(r => [codeOf(r), r])), named = new Map<string, Row[]>()
  for (const r of there) { const name = fold(nameOf(sheet, r)); named.set(name, [...(named.get(name) ?? []), r]) }
  const more = (all: Generator<Row, never>) => (sheet.kind.grows ? all.next().value : undefined), empty = freshRows(sheet.rows)
  const away = body.map(r => { const s = words(r, 'by'); return s !== '' && !isHere(s, here) }), american = isAmerican(born)
  const byName = (i: number): Found => {
    const all = named.get(fold(names[i] ?? '')) ?? [], date = born[i], iso = date && readDay(date, american)
    const sure = date ? all.filter(r => r.who.born && (iso ? iso === r.who.born : day(date) === dayOf(r.who.born))) : []
    const open = date ? all.filter(r => !r.who.born) : all, fits = sure.length ? sure : open
    return fits.length === 1 ? { row: fits[0], sure: sure.length === 1 } : { why: fits.length ? 'several' : all.length ? 'born' : 'nobody' }
  }
  /* A name that nobody has is a record more, where records are made. */
  const byNameOrNew = (i: number): Found => {
    const found = byName(i), row = found.why === 'nobody' && names[i] ? more(empty) : undefined
    return row ? { row } : found
  }
  const byCodeOr = (i: number): Found => {
    const row = byCode.get(codes[i] ?? '')
    return !codes[i] ? byNameOrNew(i) : row ? { row, sure: true } : { why: 'nobody' }
  }
  const each = (find: (i: number) => Found) => body.map((_, i): Found => (away[i] ? { why: 'elsewhere' } : find(i)))
  /* Where a file tells whose its rows are, order tells nothing: who is not found is left out. */
  const coded = codes.some(c => c && byCode.has(c)) || (at('code').length > 0 && !at('name').length)
  if (coded) return matched(sheet, each(byCodeOr), 'code', [])
  if (at('name').length) return matched(sheet, each(byNameOrNew), 'name', at('born').length ? [] : ['byname'])
  const beyond = freshRows([]), found = each(i => ({ row: sheet.rows[from + i] ?? more(beyond) }))
  return { found, by: 'order', notes: found.every(f => f.row && isBlank(f.row)) ? [] : ['order'] }
}

/* Of two rows of one person neither is written, unless one of them alone is sure. */
function matched(sheet: Sheet, all: Found[], by: Plan['by'], notes: Note[]): Match {
  const claims = (row: Row, sure: boolean) => all.filter(f => f.row === row && (!sure || f.sure)).length
  const found = all.map((f): Found => (!f.row || claims(f.row, f.sure ?? false) === 1 && (f.sure || claims(f.row, false) === 1) ? f : { why: 'twice' }))
  const order = found.flatMap(f => (f.row && !isBlank(f.row) ? [sheet.rows.indexOf(f.row)] : []))
  const disorder = order.some((n, i) => i > 0 && n < (order[i - 1] ?? 0))
  return { found, by, notes: disorder ? [...notes, 'disorder'] : notes }
}

/* ---- the plan ---- */

function planCell(sheet: Sheet, row: Row, column: Column, cell: BlockCell, american: boolean): Planned {
  const s = row.state.peek(), was = contentOf(s, column.field.name)
  const content = readBlockCell(sheet.reader, column.field, cell, american, path => valueOf(sheet, s, path))
  const judge = (): Outcome => {
    if (!isUnread(content) && alike(content, was)) return 'same'
    if (isLocked(sheet, row, column)) return 'locked'
    if (isUnread(content)) return 'invalid'
    return was === null ? 'new' : 'changed'
  }
  return { row, column, text: cell.text, content, was, outcome: judge() }
}

const isWritten = (c: Planned) => c.outcome === 'new' || c.outcome === 'changed'

/* at: the active cell.  An empty cell of the block says nothing and takes nothing away. */
export function makePlan(sheet: Sheet, block: Block, at: { row: number; column: number }, heads: Heads): Plan {
  const head = readHead(block, sheet.kind.columns, heads), body = block.slice(head?.deep ?? 0)
  const slots = head?.slots ?? guessSlots(sheet, block, at.column), match = findRows(sheet, body, slots, at.row, heads.here)
  const american = slots.map((s, x) => s?.column?.field.type === 'date' && isAmerican(body.map(r => r[x]?.text ?? '')))
  const counts: Plan['counts'] = { new: 0, changed: 0, same: 0, invalid: 0, locked: 0, beyond: 0, unmatched: 0 }
  const cells: Planned[] = [], unmatched: Plan['unmatched'] = [], told = (r: BlockCell[]) => r.map(c => c.text).filter(Boolean).slice(0, 3).join(' · ')
  body.forEach((r, i) => {
    const { row, why } = match.found[i] ?? {}
    r.forEach((cell, x) => {
      const column = slots[x]?.column
      if (!row || cell.text === '' || cell.spanned) return
      if (!column) { if (!slots[x]?.role && !head && x + at.column >= sheet.kind.columns.length) counts.beyond++; return }
      if (column.locked && slots[x]?.role) return   // tells whose the row is
      cells.push(planCell(sheet, row, column, cell, american[x] ?? false))
    })
    if (row || !told(r)) return
    if (!why) counts.beyond += r.filter(c => c.text).length
    else { counts.unmatched++; unmatched.push({ words: told(r), why }) }
  })
  for (const c of cells) counts[c.outcome]++
  const isUnknown = (x: number) => head !== undefined && !slots[x] && body.some(r => r[x]?.text)
  const unknown = slots.flatMap((_, x) => (isUnknown(x) ? [partsOf(block, x, head?.deep ?? 0).join(' / ') || '–'] : []))
  const notes: Note[] = [...match.notes, ...(american.some(Boolean) ? ['american' as const] : []), ...(unknown.length ? ['unknown' as const] : [])]
  const columns = [...new Set(slots.flatMap(s => (s?.column ? [s.column] : [])))]
  return {
    cells, counts, by: match.by, headed: head !== undefined, notes, unknown, unmatched, columns, size: { rows: body.length, columns: block[0]?.length ?? 0 },
    fresh: new Set(cells.filter(c => isWritten(c) && isBlank(c.row)).map(c => c.row)).size,
  }
}

export const written = (p: Plan) => p.cells.filter(isWritten)
