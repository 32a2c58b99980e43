/* choice.ts - which records a list shows: the address read as conditions, and each condition as a chip that takes it away again. */
import { search, setSearch } from '../app/router.ts'
import { place, year } from '../app/session.ts'
import { say, showYear, t } from '../text/index.ts'
import { isOffice } from './here.ts'
import { showPartial } from './read.ts'
import { inWords } from './shown.tsx'
import { fieldOf, isColumn, itemOf, type Field, type Item, type Type } from './type.ts'

/* The name a filter has in the address: "sex", "enrolment.class". */
export const keyOf = (x: Item) => x.by.replace(/\.code$/, '')

const reserved = new Set(['columns', 'missing', 'sort', 'gone', 'declared', 'status', 'tab', 'o', 'don-vi', 'nam', 'lai'])
export const isFilter = (x: Item) => ['code', 'boolean', 'date', 'reference'].includes(x.type) && !reserved.has(keyOf(x))

/* What is chosen of the records that a reference filter may lead to: of the classes those of the grade. */
export function within(type: Type, x: Item): { keys: string[]; filter?: string } {
  const before = x.by.replace(/code$/, ''), inside = filtersOf(type).filter(y => y !== x && y.by.startsWith(before))
  const chosen = inside.map(y => { const v = search.value.get(keyOf(y)); return v ? condition({ ...y, by: y.by.slice(before.length) }, v) : undefined })
  return { keys: inside.map(keyOf), filter: chosen.filter(Boolean).join(' and ') || undefined }
}

/* Those above the list; of an office not those whose choices are the records of one school. */
export const filtersOf = (type: Type): Item[] => type.screen.filters.filter(x => isFilter(x) && !(x.type === 'reference' && isOffice()))

/* Every other field of a code, a truth or a day. */
export function othersOf(type: Type): Item[] {
  const above = new Set(filtersOf(type).map(keyOf))
  return type.fields.filter(isColumn).map(itemOf).filter(x => isFilter(x) && !above.has(keyOf(x)) && !(x.type === 'reference' && isOffice()))
}

const quoted = (v: string) => `"${v.replace(/["\\]/g, '')}"`

const beginOf = (s: string) => (s.length === 4 ? s + '-01-01' : s + '-01')
function endOf(s: string): string {
  if (s.length === 4 || s.endsWith('-12')) return `${Number(s.slice(0, 4)) + 1}-01-01`
  return `${s.slice(0, 5)}${String(Number(s.slice(5)) + 1).padStart(2, '0')}-01`
}

/* "2015..2016-03": months and years only, since a day of birth is a person's and no address holds it. */
export function range(v: string): { from?: string; to?: string } {
  const [from, to] = v.split('..'), month = /^\d{4}(-\d{2})?$/
  return { from: from && month.test(from) ? from : undefined, to: to && month.test(to) ? to : undefined }
}

function condition(x: Item, v: string): string | undefined {
  if (x.type === 'boolean') return v === 'true' || v === 'false' ? `${x.by} == ${v}` : undefined
  if (x.type !== 'date') return `${x.by} == ${quoted(v)}`
  const { from, to } = range(v)
  return [from && `${x.by} >= "${beginOf(from)}"`, to && `${x.by} < "${endOf(to)}"`].filter(Boolean).join(' and ') || undefined
}

export const missingNow = () => (search.value.get('missing') ?? '').split(',').filter(Boolean)

/* Empty, and due: a guardian is missing where there is no parent. */
function lacks(f: Field): string {
  const empty = `${itemOf(f).by} is null`, when = f.required ? undefined : f.required_when ?? f.expected_when ?? f.show_when
  return when ? `${empty} and (${when})` : empty
}

/* The whole of it in the language of the server; '' for everything. */
export function filterText(type: Type): string {
  const s = search.value, status = s.get('status')
  const chosen = [...filtersOf(type), ...othersOf(type)].map(x => { const v = s.get(keyOf(x)); return v ? condition(x, v) : undefined })
  const missing = missingNow().map(n => fieldOf(type, n)).map(f => f && lacks(f))
  return [...chosen, ...missing, status && `status == ${quoted(status)}`].filter(Boolean).join(' and ')
}

/* What has no name of its own is in the order of what it is told by: enrolments by their pupils. */
export const usualSort = (type: Type) => (type.name_field || isOffice() ? undefined : type.screen.list[0]?.path)

/* In one unit by any column, else by name and code only. */
export const sortKey = (type: Type, x: Item): string | undefined => (x.by === type.name_field ? 'name' : isOffice() ? undefined : x.path)

/* As the address says, if that is a column here; else as usual. */
export function sortNow(type: Type): string | undefined {
  const said = search.value.get('sort') ?? '', key = said.replace(/^-/, '')
  return key !== '' && columnsOf(type).some(x => sortKey(type, x) === key) ? said : usualSort(type)
}

export type Chip = { key: string; words: string; clear: () => void }

export function chips(type: Type): Chip[] {
  const s = search.value, above = new Set(type.screen.missing)
  const others = othersOf(type).filter(x => s.get(keyOf(x))).map((x): Chip => {
    const key = keyOf(x)
    return { key, words: `${say(x.label)}: ${inChip(x, s.get(key) ?? '')}`, clear: () => setSearch({ [key]: undefined }) }
  })
  const missing = missingNow().filter(n => !above.has(n)).map(n => fieldOf(type, n)).filter(f => f !== undefined).map((f): Chip => ({
    key: 'missing ' + f.name, words: t('list.lacks', { what: say(f.label).toLowerCase() }), clear: () => setMissing(f.name, false),
  }))
  const status = s.get('status'), gone = s.get('gone')
  const which = gone ? t('list.gone') : status && inWords({ type: 'code', list: type.statuses }, status)
  const clear = () => setSearch({ status: undefined, gone: undefined })
  const declared: Chip[] = s.get('declared') ? [{ key: 'declared', words: t('list.declared', { year: showYear(year.value) }),
    clear: () => setSearch({ declared: undefined }) }] : []
  return [...others, ...missing, ...declared, ...(which ? [{ key: 'status', words: `${t('list.which')}: ${which}`, clear }] : [])]
}

function inChip(x: Item, v: string): string {
  if (x.type === 'boolean') return t(v === 'true' ? 'form.yes' : 'form.no')
  if (x.type !== 'date') return inWords(x, v)
  const { from, to } = range(v)
  return [from && t('list.from', { day: showPartial(from) }), to && t('list.to', { day: showPartial(to) })].filter(Boolean).join(' ')
}

export function setMissing(name: string, on: boolean) {
  const now = missingNow().filter(n => n !== name)
  setSearch({ missing: [...now, ...(on ? [name] : [])].join(',') || undefined })
}

export function clearAll(type: Type) {
  const none = Object.fromEntries([...filtersOf(type), ...othersOf(type)].map(x => [keyOf(x), undefined]))
  setSearch({ ...none, missing: undefined, declared: undefined, status: undefined, gone: undefined })
}

/* Columns there are, and those shown: as the address says, else as the screen of the type. */
export function columnsOf(type: Type): Item[] {
  const own = type.fields.filter(isColumn).map(itemOf), all = type.screen.list
  return [...all, ...own.filter(x => !all.some(y => keyOf(y) === keyOf(x)))]
}

export function shownColumns(type: Type): Item[] {
  const names = search.value.get('columns')?.split(','), all = columnsOf(type)
  const chosen = names?.map(n => all.find(x => keyOf(x) === n)).filter(x => x !== undefined) ?? type.screen.list
  return chosen.length ? chosen : type.screen.list
}

export const schoolColumn: Item = { path: 'school.name', by: 'school.code', label: { vi: 'Trường', en: 'School' }, type: 'text' }

/* Narrower than it is by itself. */
export const isNarrowed = (type: Type) => filterText(type) !== '' || search.value.get('declared') !== null

/* The parameters of the list, for an address or a body. */
export function question(type: Type, columns: Item[]): Record<string, string | number | undefined> {
  const declared = search.value.get('declared') ? 1 : undefined
  const paths = [...columns.map(x => x.path), ...(isOffice() && !type.is_unit ? [schoolColumn.path] : [])]
  return { ...place(), year: type.year_bound || declared || paths.some(p => p.includes('.')) ? year.value : undefined, declared,
    filter: filterText(type) || undefined, gone: search.value.get('gone') ? 1 : undefined, sort: sortNow(type), fields: [...new Set(paths)].join(',') }
}
