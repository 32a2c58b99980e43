/* became.ts - what a second officer made of it meanwhile, in words; undefined: it still waits. */
import { api, Problem } from '../../data/api.ts'
import { moment } from '../../text/index.ts'
import { tell, type ReportKey } from '../../text/report.ts'
import type { Wait } from './waiting.ts'

type Now = { state: string; at?: string | null }
const waits = new Set(['submitted', 'waiting_approval', 'open'])
const words: Record<string, ReportKey> = {
  accepted: 'inbox.already.accepted', returned: 'inbox.already.returned', refused: 'inbox.already.refused', withdrawn: 'inbox.already.withdrawn',
  done: 'inbox.already.done', released: 'inbox.already.done',
}

async function stateOf(x: Wait): Promise<Now> {
  switch (x.kind) {
    case 'report': { const r = await api('GET', '/reports/{id}', { at: { id: x.of.id } }); return { state: r.state, at: r.decided_at } }
    case 'export': { const e = await api('GET', '/exports/{id}', { at: { id: x.of.id } }); return { state: e.state, at: e.decided_at } }
    case 'transfer': { const t = await api('GET', '/transfers/{transfer}', { at: { transfer: x.of.code } }); return { state: t.state, at: t.decided_at } }
  }
}

async function whatBecame(x: Wait, what: string): Promise<string | undefined> {
  const now = await stateOf(x).catch((): Now => ({ state: 'gone' }))
  if (waits.has(now.state)) return undefined
  const key = x.kind === 'export' && now.state !== 'refused' ? 'inbox.already.approved' : words[now.state]
  return key && now.at ? tell('inbox.already', { what, state: tell(key), at: moment(now.at) }) : tell('inbox.gone', { what })
}

/* Somebody else was faster: told; any other failure is one. */
export async function elsewhere(e: unknown, x: Wait, what: string): Promise<string> {
  const became = e instanceof Problem && (e.status === 409 || e.status === 404) ? await whatBecame(x, what) : undefined
  if (!became) throw e
  return became
}
