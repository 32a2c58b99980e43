/* trial.ts - what the server would refuse of a pasted block: asked without writing anything. */
import { isUnread } from './content.ts'
import type { Planned } from './plan.ts'
import { givenOf, valueOf, type Row, type Sheet, type Values } from './sheet.ts'

export type Trial = (body: string) => Promise<string>
type Answer = { outcome: string; problems?: { field?: string | null; message: string; severity?: string }[] }

function valuesOf(cells: Planned[]): Values {
  return Object.fromEntries(cells.flatMap(c => (isUnread(c.content) || c.content === undefined ? [] : [[c.column.field.name, c.content]])))
}

/* As the queue would send it; undefined: not before more is filled in. */
function lineOf(sheet: Sheet, row: Row, pasted: Values): Record<string, unknown> | undefined {
  const s = row.state.peek(), { kind } = sheet
  if (s.code) return { code: s.code, version: s.version, ...pasted }
  const at = (name: string) => (name in pasted ? pasted[name] ?? null : valueOf(sheet, s, name))
  if (kind.needs(at).some(n => n !== kind.of)) return undefined
  return { ...(kind.of ? { [kind.of]: row.key } : {}), ...givenOf(sheet, s), ...Object.fromEntries(Object.entries(pasted).filter(([, v]) => v !== null)) }
}

/* Why, by cell. */
export async function refusals(sheet: Sheet, cells: Planned[], trial: Trial): Promise<Map<Planned, string>> {
  const rows = [...new Set(cells.map(c => c.row))].map(row => ({ row, own: cells.filter(c => c.row === row) }))
  const asked = rows.flatMap(x => { const line = lineOf(sheet, x.row, valuesOf(x.own)); return line ? [{ ...x, line }] : [] })
  if (!asked.length) return new Map()
  const answers = (await trial(asked.map(x => JSON.stringify(x.line)).join('\n'))).split('\n').filter(Boolean).map(l => JSON.parse(l) as Answer)
  return new Map(asked.flatMap(({ own }, i) => {
    const bad = answers[i]?.outcome === 'refused' ? answers[i].problems?.filter(p => p.severity !== 'warning' && p.severity !== 'notice') ?? [] : []
    return own.flatMap(c => {
      const words = bad.filter(p => p.field === c.column.field.name).map(p => p.message).join(' ')
      return words ? [[c, words] as const] : []
    })
  }))
}
