/* ofclass.tsx - the classes of the year to choose from, and the page of one. */
import { unit, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import type { Page, Rec } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { tell } from '../../text/quality.ts'
import { Pick } from './pick.tsx'

export const CLASS = 'lop'
const MOST = 200

export const classAt = (code: string) => `/lop/${encodeURIComponent(code)}`

export function PickClass({ clears }: { clears?: string[] }) {
  const all = useGet<Page<Rec>>(`/classes${query({ unit: unit.value.code, year: year.value, fields: 'name', sort: 'name', limit: MOST })}`).data?.items ?? []
  return <Pick name={CLASS} label={tell('q.class')} all={tell('q.any')} clears={clears} options={all.map(c => [c.code, String(c.name ?? '')])} />
}
