/* lines.ts - several records written in one request: what became of each. */
import { api, query } from '../data/api.ts'
import { unit, year } from '../app/session.ts'
import { t } from '../text/index.ts'

type Line = { line: number; outcome: string; problems?: { key: string; message: string }[] }
export type Change = { code?: string; version?: number } & Record<string, unknown>
/* keys, words: why it was refused, or what was said of it. */
export type Outcome = { ok: boolean; keys: string[]; words: string[] }

/* In the order of the changes; one without a code is a record more. */
export async function sendChanges(plural: string, changes: Change[], of?: { unit: string; year?: number }): Promise<Outcome[]> {
  const path = `/${plural}/batch${query(of ?? { unit: unit.value.code, year: year.value })}`
  const answer = await api<string>('POST', path, { body: changes.map(x => JSON.stringify(x)).join('\n') })
  const lines = new Map(answer.split('\n').filter(Boolean).map(l => JSON.parse(l) as Line).map(l => [l.line, l]))
  return changes.map((_, i) => {
    const l = lines.get(i + 1), problems = l?.problems ?? []
    return { ok: l !== undefined && l.outcome !== 'refused', keys: problems.map(p => p.key), words: l ? problems.map(p => p.message) : [t('state.lost')] }
  })
}
