/* pages.ts - a list of the API that comes by pages: the first as other answers come, the next when they are wanted. */
import { useState } from 'preact/hooks'
import { get } from './api.ts'
import type { Page } from './types.ts'
import { useGet, type Answer } from './use.ts'

export type Pages<T> = { first: Answer<Page<T>>; items: T[]; more?: () => Promise<void> }

export function usePages<T>(path: string): Pages<T> {
  const first = useGet<Page<T>>(path), [rest, setRest] = useState<{ after?: Page<T>; items: T[]; cursor?: string | null }>({ items: [] })
  const mine = rest.after === first.data ? rest : { items: [], cursor: first.data?.cursor }
  const next = async (cursor: string) => {
    const page = await get<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`)
    setRest({ after: first.data, items: [...mine.items, ...page.items], cursor: page.cursor })
  }
  return { first, items: [...(first.data?.items ?? []), ...mine.items], more: mine.cursor ? () => next(mine.cursor ?? '') : undefined }
}
