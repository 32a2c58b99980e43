/* named.tsx - who is written in a record and has one of their own as well, a mother: what stands in one and not yet in the other is carried over, not
 * typed again.  Who they may be the catalogue says. */
import { query } from '../data/api.ts'
import type { Page, Rec, Value } from '../data/types.ts'
import { useGet } from '../data/use.ts'
import { plain, say } from '../text/index.ts'
import { tell } from '../text/named.ts'
import { change, current, makeDraft, blank, type Draft } from './draft.ts'
import { wordsFor } from './known.ts'
import { fieldOf, mayAdd, useType, valueOf, type Field, type Named, type Part, type Type } from './type.ts'

/* Whose record is open is told wholly, and so is what belongs to it. */
export const OPEN = 'hồ sơ đang mở'

export const namedFields = (part: Part) => [...new Set(part.named.flatMap(n => [...Object.keys(n.set), ...Object.keys(n.from)]))]

const text = (v: Value) => plain(String(v ?? '')).trim().replace(/\s+/g, ' ')
const isSame = (a: Value, b: Value) => a !== null && text(a) === text(b)
const nameOf = (type: Type, r: Rec) => valueOf(r, type.name_field ?? '')
const nameThere = (n: Named, type: Type, owner: Draft) => current(owner, n.from[type.name_field ?? ''] ?? '')
const isAs = (n: Named, r: Rec) => Object.entries(n.set).length > 0 && Object.entries(n.set).every(([name, code]) => valueOf(r, name) === code)

/* "mẹ"; a code of which the words are not there yet is "…". */
function roleOf(type: Type, codes: [string, Value][]) {
  const words = codes.map(([name, code]) => { const f = fieldOf(type, name); return f ? wordsFor(f, code) ?? '…' : '' })
  return words.filter(Boolean).join(', ').toLowerCase()
}

/* A year is a date of which no more is known. */
function carried(v: Value, to: Field | undefined): Value {
  if (to?.type === 'partial_date' && typeof v === 'number') return String(v)
  return to?.type === 'integer' && typeof v === 'string' ? Number(v.slice(0, 4)) : v
}

/* A record of their own, begun with what is written there. */
export function begun(n: Named, part: Part, type: Type, owner: Draft): Draft {
  const d = makeDraft(type, blank(type, owner.rec.value.unit), { [part.field]: owner.rec.value.code })
  for (const [name, code] of Object.entries(n.set)) change(d, name, code)
  for (const [name, from] of Object.entries(n.from)) change(d, name, carried(current(owner, from), fieldOf(type, name)))
  return d
}

/* In the list of those who have a record: who is named in the form and has none. */
export function Offers({ part, type, owner, rows, take }: { part: Part; type: Type; owner: Draft; rows: Rec[]; take: (d: Draft) => void }) {
  const all = part.named.map(n => ({ n, who: nameThere(n, type, owner), here: rows.find(r => isAs(n, r)) }))
    .filter(x => x.who !== null && !rows.some(r => isSame(x.who, nameOf(type, r))))
  if (!all.length) return null
  return (
    <ul class="named">{all.map(({ n, who, here }) => {
      const what = roleOf(type, Object.entries(n.set)), words = { what, who: String(who) }
      return <li key={n.from[type.name_field ?? '']}>
        <span>{here ? tell('differs', { ...words, here: String(nameOf(type, here)) }) : tell('there', words)}</span>
        {!here && mayAdd(type) && <button type="button" class="button" aria-label={`${tell('take')}: ${what}, ${words.who}`}
          onClick={() => take(begun(n, part, type, owner))}>{tell('take')}</button>}
      </li>
    })}</ul>
  )
}

/* In the section of the form: who has a record, and what of it is not in the form. */
export function NamedNote({ part, d, readOnly }: { part: Part; d: Draft; readOnly: boolean }) {
  const type = useType(part.type).data, { code, unit } = d.rec.value, fields = namedFields(part).join(',')
  const rows = useGet<Page<Rec>>(`/${part.type}${query({ unit, filter: `${part.field}.code == "${code}"`, fields,
    purpose: OPEN, limit: 50 })}`).data?.items ?? []
  if (!type || !rows.length) return null
  return (
    <div><p class="quiet">{tell('in', { what: say(part.label) })}</p>
      <ul class="named">{rows.map(r => <Standing key={r.code} {...{ part, type, d, readOnly, r }} />)}</ul></div>
  )
}

/* All that is written of one person is sent together, what stood there too: where somebody else meanwhile names another, it is one question. */
function keepTogether(d: Draft, fields: string[], name: string) {
  d.whose = { ...d.whose, ...Object.fromEntries(fields.map(f => [f, name])) }
  d.typed.value = { ...d.typed.value, ...Object.fromEntries(fields.map(f => [f, current(d, f)])) }
}

function Standing({ part, type, d, readOnly, r }: { part: Part; type: Type; d: Draft; readOnly: boolean; r: Rec }) {
  const name = nameOf(type, r), n = part.named.find(x => isSame(nameThere(x, type, d), name)) ?? part.named.find(x => isAs(x, r))
  const there = n ? nameThere(n, type, d) : null, differs = there !== null && !isSame(there, name)
  const lacks = n && !differs ? Object.entries(n.from).filter(([own, from]) => current(d, from) === null && valueOf(r, own) !== null) : []
  const role = roleOf(type, [...new Set(part.named.flatMap(x => Object.keys(x.set)))].map(f => [f, valueOf(r, f)]))
  const fill = () => {
    for (const [own, from] of lacks || []) change(d, from, carried(valueOf(r, own), fieldOf(d.type, from)))
    if (n) keepTogether(d, Object.values(n.from), n.from[type.name_field ?? ''] ?? '')
  }
  return (
    <li><span>{String(name)}{role && ` (${role})`}{differs && ' – ' + tell('other', { who: String(there) })}</span>
      {lacks.length > 0 && !readOnly && <button type="button" class="button" aria-label={`${tell('fill')}: ${String(name)}`}
        onClick={fill}>{tell('fill')}</button>}</li>
  )
}
