/* spec.ts - what a grid is of: the columns, whose rows, what is chosen above it; from the screen of a type, or from the template of the same thing. */
import { useMemo } from 'preact/hooks'
import { get, query } from '../data/api.ts'
import type { SheetItems } from '../data/types.gen.ts'
import type { Page, Rec, Value } from '../data/types.ts'
import { useGet } from '../data/use.ts'
import { isTrue } from '../record/draft.ts'
import { isOffice } from '../record/here.ts'
import { isPlaces, listOf, typeNamed } from '../record/known.ts'
import { usualSort } from '../record/choice.ts'
import { fieldOf, isPast, mayAdd, mayWrite, titleOf, typeFrom, typePath, useType, type Field, type GridHint, type Item, type Type } from '../record/type.ts'
import { say } from '../text/index.ts'
import type { Column } from './content.ts'
import type { Heads } from './plan.ts'
import { makeReader } from './reader.ts'
import { tell } from './words.ts'
import { leave, makeRow, makeSheet, refresh, type Row, type Sheet, type Values } from './sheet.ts'

/* due: what a row is not done without; person: the type whose records the rows are called by, `lead` the path from a row to it ('' where the row is one). */
export type Spec = {
  type: Type; of?: Field; owner?: Type; person: Type; lead: string; columns: Column[]; by?: Item; apart: Field[]; begins: Field[]; sheet?: string
  template?: string; due: string[]
}

export type Chosen = { unit: string; year: number; by?: string; given: Values }

const gridOf = (type: Type): GridHint => type.screen.grid ?? { columns: [], apart: [], begins: [] }

const isCell = (f: Field | undefined): f is Field => f !== undefined && f.type !== 'file'

function columnOf(type: Type, f: Field): Column {
  return { field: f, label: f.label, titles: [], locked: !mayWrite(type) || type.by_operation || isOffice() || f.computed === true || isPast(f) }
}

/* Of a template: what it must have first, then the rest in the order of the paper; what only tells whose a row is stands in front already. */
function templateFields(all: SheetItems['items'] | undefined, name: string, type: Type, due = false): string[] {
  const own = all?.find(s => s.name === name)?.columns.filter(c => c.field.startsWith(type.name + '.') && !c.identifies && (c.required || !due)) ?? []
  const names = [...own.filter(c => c.required), ...own.filter(c => !c.required)].map(c => c.field.slice(type.name.length + 1))
  return [...new Set(names)].filter(n => { const f = fieldOf(type, n); return f && !isPast(f) && n !== type.name_field })
}

/* A record that is not there yet cannot do without what is required: where no column has it, one is added. */
function fieldsFor(type: Type, names: string[], of: Field | undefined): Field[] {
  const { apart, begins } = gridOf(type), above = [...apart, ...begins, of?.name]
  const due = of ? type.fields.filter(f => f.required && !f.computed && !isPast(f) && !names.includes(f.name) && !above.includes(f.name)) : []
  return [...due, ...names.map(n => fieldOf(type, n)).filter(isCell)]
}

type Needs = { type: Type; other?: Type; template?: string; sheets?: SheetItems }

/* Whose a record is, or whose the first thing is that it is of. */
function ownerOf(type: Type): { of?: Field; leads?: Field } {
  const of = gridOf(type).of, own = of ? fieldOf(type, of) : undefined
  return { of: own, leads: !own && !type.name_field ? fieldOf(type, titleOf(type).split('.')[0] ?? '') : undefined }
}
const otherOf = (type: Type) => { const { of, leads } = ownerOf(type); return (of ?? leads)?.to }

function makeSpec({ type, other, template, sheets }: Needs): Spec {
  const { by, apart, begins, columns } = gridOf(type), { of, leads } = ownerOf(type), sheet = template ?? type.screen.sheet
  const names = template ? templateFields(sheets?.items, template, type) : columns, field = (n: string) => fieldOf(type, n)
  for (const n of names) { const list = field(n)?.list; if (list && !isPlaces(list)) listOf(list) }   // on their way before the rows are drawn
  const due = template ? templateFields(sheets?.items, template, type, true) : type.fields.filter(f => !f.computed
    && (f.required || f.required_when || f.expected || type.screen.missing.includes(f.name))).map(f => f.name)
  return {
    due, type, of, owner: of && other, person: other ?? type, lead: leads ? leads.name + '.' : '', by, sheet, template,
    columns: fieldsFor(type, names, of).map(f => columnOf(type, f)), apart: apart.map(field).filter(isCell), begins: begins.map(field).filter(isCell),
  }
}

/* Of a template of its own where one is named.  undefined: not known yet.  The same as long as what it is made of is: its columns learn their titles. */
export function useSpec(plural: string, template?: string): { spec?: Spec; answer: ReturnType<typeof useType> } {
  const answer = useType(plural), type = answer.data, to = type && otherOf(type)
  const other = useType(to).data, sheets = useGet<SheetItems>(template ? '/sheets' : undefined, { ever: true }).data
  const spec = useMemo(() => (type && (!to || other) && (!template || sheets) ? makeSpec({ type, other, template, sheets }) : undefined), [type, other, sheets])
  return { answer, spec }
}

/* The same, of a table that is not on the screen. */
export async function specOf(plural: string, template?: string): Promise<Spec> {
  const typeAt = async (name: string) => typeFrom(await get<Parameters<typeof typeFrom>[0]>(typePath(name)))
  const type = await typeAt(plural), to = otherOf(type)
  return makeSpec({ type, other: to ? await typeAt(to) : undefined, template, sheets: template ? await get<SheetItems>('/sheets') : undefined })
}

/* ---- rows ---- */

export const MOST = 400
const PAGE = 200, PURPOSE = 'nhập liệu trên bảng'   // what is typed over must be seen

async function all(plural: string, question: Record<string, string | number | undefined>): Promise<{ rows: Rec[]; more: boolean }> {
  const rows: Rec[] = []
  for (let cursor: string | undefined; rows.length < MOST;) {
    const page = await get<Page<Rec>>(`/${plural}${query({ ...question, purpose: PURPOSE, limit: PAGE, cursor })}`)
    rows.push(...page.items)
    if (!page.cursor) return { rows, more: false }
    cursor = page.cursor
  }
  return { rows, more: true }
}

const same = (path: string, v: Value) => `${path} == ${typeof v === 'number' ? v : `"${String(v).replace(/["\\]/g, '')}"`}`
const both = (...all: (string | false | undefined)[]) => all.filter(Boolean).join(' and ') || undefined
const bornOf = (person: Type) => person.namesake.find(n => fieldOf(person, n)?.type === 'date')

type Read = { rows: { key: string; who: Row['who']; rec?: Rec }[]; more: boolean }

async function readRows(s: Spec, c: Chosen): Promise<Read> {
  const { type, person, lead } = s, title = titleOf(person), born = bornOf(person), at = { unit: c.unit, year: c.year }
  const own = s.columns.map(x => x.field.name), by = s.by && c.by ? same(s.by.by, c.by) : undefined
  if (!s.of || !s.owner) {
    const fields = [...new Set([lead + title, ...(born ? [lead + born] : []), ...(lead ? [lead.slice(0, -1)] : []), ...own])].join(',')
    const got = await all(type.plural, { ...at, filter: by, sort: usualSort(type), fields })
    const who = (r: Rec) => ({
      code: String((lead ? r[lead.slice(0, -1)] : r.code) ?? r.code), name: String(r[lead + title] ?? r.code),
      born: born && r[lead + born] ? String(r[lead + born]) : undefined,
    })
    return { rows: got.rows.map(r => ({ key: r.code, who: who(r), rec: r })), more: got.more }
  }
  const of = s.of.name, ofBy = s.by && c.by ? same(s.by.by.slice(of.length + 1), c.by) : undefined
  const [owners, records] = await Promise.all([
    all(s.owner.plural, { ...at, filter: ofBy, fields: [title, born].filter(Boolean).join(',') }),
    all(type.plural, { ...at, filter: both(by, ...s.apart.map(f => same(f.name, c.given[f.name] ?? null))), fields: [of, ...own].join(',') }),
  ])
  const held = new Map(records.rows.map(r => [String(r[of]), r]))
  return {
    more: owners.more, rows: owners.rows.map(r => ({
      key: r.code, who: { code: r.code, name: String(r[title] ?? r.code), born: born && r[born] ? String(r[born]) : undefined }, rec: held.get(r.code),
    })),
  }
}

const stored = (s: Spec, r: Rec | undefined): Values => Object.fromEntries(s.columns.map(c => [c.field.name, r?.[c.field.name] ?? null]))

/* Records are made here where all they must have is a column, and whose they are is said by nothing else; people where it is looked whether they are
 * there already. */
const grows = ({ type, of, by, lead, columns }: Spec) => !of && !by && !lead && !type.person && mayAdd(type)
  && type.fields.every(f => !f.required || f.computed || isPast(f) || columns.some(x => x.field === f && !x.locked))

export async function loadSheet(s: Spec, c: Chosen): Promise<{ sheet: Sheet; more: boolean }> {
  const { rows, more } = await readRows(s, c), reader = makeReader(s.type)
  const needs = (value: (path: string) => Value) => s.type.fields.filter(f => !f.computed && !isPast(f) && value(f.name) === null
    && (f.required || (f.required_when !== undefined && isTrue(s.type, f.required_when, value)))).map(f => f.name)
  const kind = {
    plural: s.type.plural, columns: s.columns, given: c.given, of: s.of?.name, needs,
    called: (n: string) => say(fieldOf(s.type, n)?.label ?? s.type.label), grows: !more && grows(s),
    by: s.by && ownBy(s) && c.by ? { name: ownBy(s), value: c.by } : undefined, chosen: s.by && { ...fieldOfItem(s.by) },
    mistaken: s.type.mistaken_status ?? undefined,
    name: s.lead || s.of ? undefined : s.columns.find(x => x.field.name === s.type.name_field)?.field.name,
  }
  return { more, sheet: makeSheet(kind, rows.map(r => makeRow(r.key, r.who, r.rec?.code ?? '', r.rec?.version ?? 0, stored(s, r.rec))), reader) }
}

/* The field of the records themselves that says to what they belong; '' where that is told by others. */
const ownBy = (s: Spec) => { const path = s.by?.by.replace(/\.code$/, '') ?? ''; return path.includes('.') ? '' : path }
const fieldOfItem = (x: Item): Field => ({ name: x.path, label: x.label, type: x.type, to: x.to, list: x.list, class: 'open', required: false })

/* Where a row that is not among those chosen belongs now. */
async function whereNow(s: Spec, c: Chosen, row: Row): Promise<Value> {
  const ofPerson = s.of !== undefined, type = ofPerson ? s.person : s.type, whole = (s.by?.by ?? '').replace(/\.code$/, '')
  const path = whole.slice(s.of ? s.of.name.length + 1 : 0)
  const filter = same('code', ofPerson ? row.key : row.state.peek().code), at = { unit: c.unit, year: c.year }
  const now = await get<Page<Rec>>(`/${type.plural}${query({ ...at, filter, fields: path })}`).catch(() => undefined)
  return now?.items[0]?.[path] ?? null
}

/* Looked at again after a while: what others wrote since comes in, and who went elsewhere is marked. */
export async function readAgain(s: Spec, c: Chosen, sheet: Sheet, message: string): Promise<void> {
  const read = await readRows(s, c), fresh = new Map(read.rows.map(r => [r.key, r.rec])), here = new Set(fresh.keys())
  refresh(sheet, key => { const r = fresh.get(key); return r && { code: r.code, version: r.version, values: stored(s, r) } }, message)
  if (!s.by || read.more) return
  for (const row of sheet.rows.filter(r => !r.fresh && !here.has(r.key) && r.state.peek().gone === undefined)) {
    const now = await whereNow(s, c, row)
    if (now !== c.by) leave(row, now, tell('grid.gone.why'))
  }
}

/* ---- what files call the columns ---- */

/* What was chosen above, as files may call it. */
async function calledHere({ by }: Spec, c: Chosen): Promise<string[]> {
  const type = by?.to ? typeNamed(by.to) : undefined
  if (!type || !c.by) return []
  const title = titleOf(type), here = await get<Rec>(`/${type.plural}/${c.by}${query({ fields: title })}`)
  return [c.by, String(here[title] ?? c.by)]
}

/* Asked for at the first paste: by what any template calls a field; in that of these records also by a name of its own for them ("check"), the
 * first where there are several. */
export async function learnTitles(s: Spec, c: Chosen): Promise<Heads> {
  const sheets = (await get<SheetItems>('/sheets')).items, own = sheets.find(x => x.name === s.sheet)?.columns ?? []
  const called = (field: string) => sheets.flatMap(x => x.columns).filter(c => c.field === field).flatMap(c => c.titles)
  const alias = (name: string) => own.find(c => c.field.endsWith('.' + name) && !c.field.startsWith(s.person.name + '.'))?.field
  for (const c of s.columns) {
    const name = c.field.name, other = alias(name)
    c.titles = [...new Set([...called(`${s.type.name}.${name}`), ...(other ? called(other) : [])])]
  }
  const ofPerson = (name: string | undefined) => (name ? called(`${s.person.name}.${name}`) : [])
  return {
    by: s.by?.to ? called(s.by.to) : [], here: await calledHere(s, c),
    code: ofPerson('code'), name: ofPerson(s.person.name_field), born: ofPerson(bornOf(s.person)), ordinal: called('ordinal'),
  }
}
