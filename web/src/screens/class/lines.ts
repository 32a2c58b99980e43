/* lines.ts - several records changed in one request: what became of each. */
import { api, query } from '../../data/api.ts'
import { forget } from '../../data/use.ts'
import { unit, year } from '../../app/session.ts'
import { t } from '../../text/index.ts'

type Line = { line: number; outcome: string; problems?: { key: string; message: string }[] }
export type Change = { code: string; version: number } & Record<string, unknown>
export type Refusal = { code: string; keys: string[]; words: string }

/* Those that were not taken. */
export async function sendChanges(plural: string, changes: Change[]): Promise<Refusal[]> {
  const path = `/${plural}/batch${query({ unit: unit.value.code, year: year.value })}`
  const answer = await api<string>('POST', path, { body: changes.map(x => JSON.stringify(x)).join('\n') })
  const lines = answer.split('\n').filter(Boolean).map(l => JSON.parse(l) as Line)
  await Promise.all([forget(`/${plural}`), forget('/quality')])
  return changes.flatMap((x, i) => {
    const l = lines.find(y => y.line === i + 1)
    if (l && l.outcome !== 'refused') return []
    const problems = l?.problems ?? []
    return [{ code: x.code, keys: problems.map(p => p.key), words: problems.map(p => p.message).join(' ') || t('state.lost') }]
  })
}
