/* doubts.ts - what is stored and is not as it should be, by the rules that look at one cell: told at the cell again after it is opened anew. */
import { batch } from '@preact/signals'
import { get, query } from '../data/api.ts'
import type { QualityProblem, QualityRule } from '../data/types.gen.ts'
import { set, type Sheet, type Told } from './sheet.ts'
import type { Chosen, Spec } from './spec.ts'

/* One of a cell, the worst first. */
export type Doubt = { record: string; field: string; class?: string | null; message: string }

const MOST = 1000
const wordsOf = (x: QualityProblem) => [x.label && x.label + ':', x.message, x.remedy].filter(Boolean).join(' ')

/* Of a school and year, in one request for all its classes. */
export async function doubtsOf({ type, columns }: Spec, { unit, year }: Pick<Chosen, 'unit' | 'year'>): Promise<Doubt[]> {
  const own = new Set(columns.flatMap(({ field: { name } }) => [`${type.name}.${name}`, `${type.name} ${name}`]))
  const rules = (await get<{ items: QualityRule[] }>('/quality/rules')).items
    .filter(r => r.kind === 'check' && r.field && (own.has(r.field) || own.has(`${r.type} ${r.field}`))).map(r => r.name).join(',')
  if (!rules) return []
  const told = await get<{ items: QualityProblem[] }>(`/quality/problems${query({ unit, year, type: type.name, rule: rules, limit: MOST })}`)
  const cells = new Map<string, Doubt>()
  for (const x of told.items) {
    const at = `${x.record} ${x.field}`
    if (x.record && x.field && !cells.has(at)) cells.set(at, { record: x.record, field: x.field, class: x.class, message: wordsOf(x) })
  }
  return [...cells.values()]
}

/* Of cells that nothing else is said of, and nothing was typed into; what was told so before and holds no more is not told any more. */
export function markDoubts(sheet: Sheet, all: Doubt[]) {
  const of = new Map<string, Doubt[]>()
  for (const x of all) of.set(x.record, [...(of.get(x.record) ?? []), x])
  batch(() => {
    for (const row of sheet.rows) {
      const s = row.state.peek(), told = Object.fromEntries(Object.entries(s.told).filter(x => !x[1].found)), more: Record<string, Told> = {}
      for (const x of of.get(s.code) ?? []) {
        if (!(x.field in told) && !(x.field in s.typed) && !(x.field in (s.flying ?? {}))) more[x.field] = { kind: 'warning', message: x.message, found: true }
      }
      if (Object.keys({ ...s.told, ...more }).length) set(row, { told: { ...told, ...more } })
    }
  })
}
