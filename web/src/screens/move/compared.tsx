/* compared.tsx - two records side by side: where they differ, and how, on top. */
import { unit, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import type { Page, Rec } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { recordAddress } from '../../record/here.ts'
import { howWords, scoreWords } from '../../record/likeness.ts'
import { inWords } from '../../record/shown.tsx'
import { classOf, useType, valueOf, type Field, type Type } from '../../record/type.ts'
import { number, say, t } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Icon } from '../../ui/icon.tsx'
import { Show, Waiting } from '../../ui/state.tsx'
import type { Pair } from './pairs.ts'

const at = (code: string | null | undefined) => (code ? `/learners/${encodeURIComponent(code)}` : undefined)

export type Both = { type: Type; a: Rec; b: Rec }

export function useBoth(pair: Pair | undefined): Both | undefined {
  const type = useType('learners').data, a = useGet<Rec>(at(pair?.a)).data, b = useGet<Rec>(at(pair?.record)).data
  return type && a && b && { type, a, b }
}

const nameOf = (r: Rec | undefined, code: string) => String(r?.['full_name'] ?? code)

export function useNames(pair: Pair | undefined): { a: string; b: string } {
  const a = useGet<Rec>(at(pair?.a)).data, b = useGet<Rec>(at(pair?.record)).data
  return { a: nameOf(a, pair?.a ?? ''), b: nameOf(b, pair?.record ?? '') }
}

/* Fields in which one of them says something: those that differ, then those that are the same. */
export function sortFields({ type, a, b }: Both): { differ: Field[]; same: Field[] } {
  const filled = type.fields.filter(f => f.type !== 'file' && !f.computed && (valueOf(a, f.name) !== null || valueOf(b, f.name) !== null))
  const isSame = (f: Field) => valueOf(a, f.name) === valueOf(b, f.name)
  return { differ: filled.filter(f => !isSame(f)), same: filled.filter(isSame) }
}

export function Compared({ pair, n, of }: { pair: Pair; n: number; of: number }) {
  const one = useGet<Rec>(at(pair.a))
  return <>
    <header class="head"><h2>{tell('tw.pair', { n: number(n), of: number(of) })}
      {pair.score !== undefined && pair.score !== null && <span class="status wait">{scoreWords(pair.score)}</span>}</h2></header>
    {pair.record ? <Sides pair={pair} /> : <Show of={one}>{a => <Elsewhere pair={pair} a={a} />}</Show>}
  </>
}

/* Of a record of another school only the school is told. */
function Elsewhere({ pair, a }: { pair: Pair; a: Rec }) {
  return <div class="elsewhere">
    <p><a href={recordAddress('learners', a.code)}>{nameOf(a, a.code)}</a> <code>{a.code}</code></p>
    <p><Icon name="school" /> {pair.message ?? pair.unit.name}</p>
    <p class="quiet">{tell('tw.ask')} <a href="/chuyen-truong">{tell('tr.title')}</a></p>
  </div>
}

function Sides({ pair }: { pair: Pair }) {
  const both = useBoth(pair)
  if (!both) return <Waiting rows={8} />
  const { differ, same } = sortFields(both), row = (f: Field) => <Row key={f.name} f={f} both={both} pair={pair} />
  return (
    <div class="pair"><table>
      <thead><tr><td /><Whose rec={both.a} /><Whose rec={both.b} school={pair.unit.code === unit.value.code ? '' : pair.unit.name} /></tr></thead>
      <tbody class="differ">{differ.map(row)}</tbody>
    </table>
    {same.length > 0 && <details><summary>{tell('tw.alike', { n: number(same.length) })}</summary><table><tbody>{same.map(row)}</tbody></table></details>}</div>
  )
}

/* With the class they are in this year, where they are. */
function Whose({ rec, school }: { rec: Rec; school?: string }) {
  const asked = { unit: rec.unit, year: year.value, filter: `code == "${rec.code}"`, gone: 1, fields: 'enrolment.class.title', limit: 1 }
  const found = useGet<Page<Rec>>(`/learners${query(asked)}`).data?.items[0]?.['enrolment.class.title']
  return <th scope="col"><a href={recordAddress('learners', rec.code)} target="_blank" rel="noopener">{nameOf(rec, rec.code)}</a> <code>{rec.code}</code>
    <small>{found ? tell('tw.class', { name: String(found) }) : tell('tw.noclass')}{school && ` · ${school}`}</small></th>
}

function Row({ f, both, pair }: { f: Field; both: Both; pair: Pair }) {
  const why = pair.reasons?.find(r => r.field === f.name && r.reason !== 'same')
  const words = (r: Rec) => inWords(f, valueOf(r, f.name)) || <span class="none">{t('form.empty')}</span>
  return <tr class={classOf(f)}><th scope="row">{say(f.label)}{why && <small>{howWords(why)}</small>}</th><td>{words(both.a)}</td><td>{words(both.b)}</td></tr>
}
