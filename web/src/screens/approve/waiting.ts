/* waiting.ts - everything that waits for my word, oldest first: the lists that the notices name, read to their end. */
import { useEffect, useState } from 'preact/hooks'
import { session } from '../../app/session.ts'
import { api, get, type Problem } from '../../data/api.ts'
import type { Export, Notice, ReportHead, Transfer } from '../../data/types.gen.ts'
import type { Page } from '../../data/types.ts'

export type Wait = { key: string; since: string } & (
  { kind: 'report'; of: ReportHead } | { kind: 'export'; of: Export } | { kind: 'transfer'; of: Transfer })

const MOST = 2000, PAGE = 200

/* n: how many of them wait; older ones among what is done are found by going on until they are there. */
async function readAll<T>(x: Notice, isOne: (item: T) => boolean): Promise<T[]> {
  const found: T[] = []
  for (let cursor: string | null | undefined = '', read = 0; cursor !== null && cursor !== undefined && read < MOST && found.length < x.n; read += PAGE) {
    const page: Page<T> = await get(`${x.to.replace('/api/v1', '')}&limit=${PAGE}${cursor && '&cursor=' + encodeURIComponent(cursor)}`)
    found.push(...page.items.filter(isOne))
    cursor = page.cursor
  }
  return found
}

/* Whoever began it waits; the other side answers. */
const isAsked = (x: Transfer) => (x.started_by === 'from' ? x.to.code : x.from.code) === session.value.unit.code

const readers: Record<string, (x: Notice) => Promise<Wait[]>> = {
  reports_waiting: async x => (await readAll<ReportHead>(x, () => true)).map(of => ({ kind: 'report', key: 'r' + of.id, since: of.submitted_at ?? '', of })),
  exports_waiting: async x => (await readAll<Export>(x, e => e.state === 'waiting_approval' && e.asked_by !== session.value.username))
    .map(of => ({ kind: 'export', key: 'e' + of.id, since: of.asked_at ?? '', of })),
  transfers_waiting: async x => (await readAll<Transfer>(x, isAsked)).map(of => ({ kind: 'transfer', key: 't' + of.code, since: of.started_at, of })),
}

export const waitingKinds = Object.keys(readers)

async function readWaiting(): Promise<Wait[]> {
  const { items } = await api('GET', '/notices'), lists = await Promise.all(items.map(x => readers[x.kind]?.(x) ?? []))
  return lists.flat().sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : a.key < b.key ? -1 : 1))
}

/* Read once; what is decided goes out of it by itself. */
export function useWaiting() {
  const [all, setAll] = useState<Wait[]>(), [error, setError] = useState<Problem>()
  const again = () => { setError(undefined); readWaiting().then(setAll, setError) }
  useEffect(again, [])
  const drop = (keys: string[]) => setAll(was => was?.filter(x => !keys.includes(x.key)))
  return { data: all, error, waiting: !all && !error, again, drop }
}
