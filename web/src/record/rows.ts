/* rows.ts - the rows of a list, page by page; a name that is looked for, and what somebody wrote, go in the body of the question and stand
 * nowhere else. */
import { useEffect, useState } from 'preact/hooks'
import { api, get, query, type Problem } from '../data/api.ts'
import { useGet, type Answer } from '../data/use.ts'
import type { Page, Rec } from '../data/types.ts'
import { findPlace, leavePlace } from './around.ts'
import type { Type } from './type.ts'

export type Question = Record<string, string | number | undefined>
export type Counted = Page<Rec> & { total?: number; at_least?: number; masked?: boolean }

const LIMIT = 50

/* As the body wants it. */
const flags = ['gone', 'count', 'declared']
const asBody = (q: Question) => Object.fromEntries(Object.entries(q).filter(([, v]) => v !== undefined).map(([k, v]) => [k, flags.includes(k) ? true : v]))

export const askRows = (type: Type, q: Question): Promise<Counted> =>
  q['q'] || q['purpose'] ? api<Counted>('POST', `/${type.plural}/query`, { body: asBody(q) }) : get<Counted>(`/${type.plural}${query(q)}`)

/* Found by name: kept as long as the same is asked. */
function useFoundRows(type: Type, q: Question | undefined): Answer<Counted> {
  const asked = q && JSON.stringify(q), [found, setFound] = useState<{ asked: string; data?: Counted; error?: Problem }>()
  useEffect(() => {
    if (!q || !asked || found?.asked === asked) return
    let here = true
    askRows(type, q).then(data => { if (here) setFound({ asked, data }) }, error => { if (here) setFound({ asked, error }) })
    return () => { here = false }
  }, [asked])
  const mine = found?.asked === asked ? found : undefined
  return { data: mine?.data, error: mine?.error, waiting: asked !== undefined && !mine }
}

export type Rows = {
  first: Answer<Counted>; rows: Rec[]; cursor?: string | null; total?: number; atLeast?: number; next: () => Promise<void>; loading: boolean
  refused?: string   // why the next page did not come
}

export function useRows(type: Type, question: Question): Rows {
  const path = `/${type.plural}${query(question)}`, named = (question['q'] ?? question['purpose']) !== undefined
  const plain = useGet<Counted>(named ? undefined : `/${type.plural}${query({ ...question, limit: LIMIT })}`)
  const found = useFoundRows(type, named ? { ...question, limit: LIMIT, count: 1 } : undefined)
  const first = named ? found : plain, key = named ? path + '#' : path
  const [more, setMore] = useState<{ for: string; page: Page<Rec> } | undefined>(() => {
    const p = findPlace(path)
    return p?.more && { for: path, page: p.more }
  })
  const [loading, setLoading] = useState(false), [refused, setRefused] = useState<string>()
  const mine = more?.for === key ? more.page : undefined
  const rows = [...(first.data?.items ?? []), ...(mine?.items ?? [])], cursor = mine ? mine.cursor : first.data?.cursor
  /* How many there are is asked when the first page has come and is not all. */
  const count = useGet<Counted>(!named && first.data?.cursor ? `/${type.plural}${query({ ...question, fields: 'code', limit: 1, count: 1 })}` : undefined).data
  const next = async () => {
    if (!cursor || loading) return
    setLoading(true)
    setRefused(undefined)
    try {
      const page = await askRows(type, { ...question, limit: LIMIT, cursor })
      setMore({ for: key, page: { items: [...(mine?.items ?? []), ...page.items], cursor: page.cursor } })
    } catch (x) { setRefused((x as Problem).message) }
    setLoading(false)
  }
  useEffect(() => () => { if (!named) leavePlace({ path, more: mine, top: scrollY }) }, [path, mine])
  const told = named ? first.data : count
  return { first, rows, cursor, total: first.data && !first.data.cursor ? first.data.items.length : told?.total, atLeast: told?.at_least, next, loading,
    refused }
}

const WHOLE = 200, MOST = 10_000

/* Every row of the question, for paper and for what is done to all. */
export async function allRows(type: Type, question: Question, tell?: (n: number) => void): Promise<Rec[]> {
  const all: Rec[] = []
  for (let cursor: string | undefined; ;) {
    const page = await askRows(type, { ...question, limit: WHOLE, cursor })
    all.push(...page.items)
    tell?.(all.length)
    if (!page.cursor || all.length >= MOST) return all
    cursor = page.cursor
  }
}
