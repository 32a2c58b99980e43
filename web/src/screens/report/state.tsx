/* state.tsx - which step a report is at, in words, since when, and what is asked anew once one has gone on. */
import { may, unit } from '../../app/session.ts'
import type { Report, ReportHead } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { moment } from '../../text/index.ts'
import { tell, type ReportKey } from '../../text/report.ts'

export const states = ['draft', 'submitted', 'returned', 'accepted'] as const
export type State = 'none' | (typeof states)[number]

const faces: Record<string, string> = { accepted: ' s01', submitted: ' wait', returned: ' back' }

export const stateWords = (state: string) => tell(`state.${state}` as ReportKey)
export const Step = ({ state }: { state: string }) => <span class={'status' + (faces[state] ?? '')}>{stateWords(state)}</span>

type Times = Pick<ReportHead, 'state' | 'computed_at' | 'submitted_at' | 'decided_at'>
export const sinceOf = (x: Times) => (x.state === 'submitted' ? x.submitted_at : x.state === 'draft' ? x.computed_at : x.decided_at) ?? undefined

/* By whom, and to an office that cannot, that they open it again. */
function acceptedOf(r: Report): string[] {
  const at = r.decided_at ? moment(r.decided_at) : '', who = r.decided_by
  if (!who) return at ? [tell('page.accepted', { at })] : []
  return [tell('page.accepted.by', { who, at }), ...(r.reopens || !may('report', 'accept') ? [] : [tell('page.reopens', { who })])]
}

/* "Tính lúc 08:30 02/10/2025 · Gửi lúc …" */
export function timesOf(r: Report): string[] {
  const at = (key: ReportKey, time: string | null | undefined) => (time ? [tell(key, { at: moment(time) })] : [])
  const decided = r.state === 'accepted' ? acceptedOf(r) : r.state === 'returned' ? at('page.returned', r.decided_at) : []
  return [...at('page.computed', r.computed_at), ...(r.state === 'draft' ? [] : at('page.sent', r.submitted_at)), ...decided]
}

/* Computed anew it is a draft again, and what was said of it stands until it is sent. */
export const cameBack = (r: Report) => r.state === 'returned' || (r.state === 'draft' && Boolean(r.note))

export const forgetReports = () => Promise.all([forget('/reports'), forget('/notices')])

/* An office adds up what was accepted. */
export const isSchool = () => unit.value.kind === 'school'

export const reportAddress = (form: string, unit: string, period: string) => `/bao-cao/${encodeURIComponent(form)}/${unit}/${period}`
