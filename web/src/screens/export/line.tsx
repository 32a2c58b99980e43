/* line.tsx - one line of the log of exports: who, what, when, what for, how many, who agreed, who fetched it. */
import { useEffect } from 'preact/hooks'
import { session } from '../../app/session.ts'
import { hasEnded, useJob } from '../../data/job.ts'
import type { Export } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { codeOf, nameIn, titleFor } from '../../record/known.ts'
import { moment, number, showDate, showYear } from '../../text/index.ts'
import { tell, type ExportKey } from '../../text/export.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSheetName, useSheets } from '../sheets.tsx'
import { Decide } from './decide.tsx'

const states: Record<string, [ExportKey, string]> = {
  waiting_approval: ['exp.s.waits', ' wait'], approved: ['exp.s.queued', ' wait'], queued: ['exp.s.queued', ' wait'], running: ['exp.s.running', ' wait'],
  done: ['exp.s.done', ' s01'], refused: ['exp.s.refused', ''],
  failed: ['exp.s.failed', ''], cancelled: ['exp.s.cancelled', ''], expired: ['exp.s.expired', ''],
}

/* "Danh sách lớp · lớp 1A · Cuối năm học · 2025–26" */
export function useWhat(x: Export): { what: string; of: string } {
  const sheet = useSheets().data?.find(s => s.name === x.sheet), name = useSheetName()
  const asks = Object.entries(x.asks).map(([name, value]) => {
    const ask = sheet?.asks.find(a => a.name === name), code = ask?.list ? codeOf(ask.list, String(value)) : null
    return code ? nameIn(code) : ask?.type === 'date' ? showDate(String(value)) : String(value)
  })
  const of = x.class ? tell('exp.class', { name: titleFor('class', x.class) ?? '…' }) : tell('exp.school')
  return { what: name(x.sheet), of: [of, ...asks, showYear(x.school_year)].join(' · ') }
}

const reread = () => ['/exports', '/notices'].forEach(forget)

export function ExportLine({ x }: { x: Export }) {
  const { what, of } = useWhat(x), mine = x.asked_by === session.value.username, [state, kind] = states[x.state] ?? ['exp.s.queued', '']
  const job = useJob(['approved', 'queued', 'running'].includes(x.state) ? x.job : null).job, ended = job && hasEnded(job)
  useEffect(() => { if (ended) reread() }, [ended])
  return (
    <tr><th scope="row">{what}<small>{of}</small></th>
      <td data-label={tell('exp.who')}>{mine ? tell('exp.me') : x.asked_by} <small>{x.asked_at && moment(x.asked_at)}</small></td>
      <td data-label={tell('exp.purpose')}>{x.empty ? tell('exp.empty') : x.purpose}</td>
      <td data-label={tell('exp.persons')}>{x.persons ? number(x.persons) : <span class="none">–</span>}</td>
      <td data-label={tell('exp.state')}><span class={'status' + kind}>{tell(state)}</span>
        {x.reason && <small>{tell('exp.reason', { why: x.reason })}</small>}</td>
      <td data-label={tell('exp.approved')}>
        {x.decided_by ? <>{x.decided_by} <small>{x.decided_at && moment(x.decided_at)}</small></> : <span class="none">–</span>}</td>
      <td data-label={tell('exp.fetched')}>{x.fetched ? <>{tell('exp.times', { n: number(x.fetched) })} <small>{x.fetched_at && moment(x.fetched_at)}</small></>
        : <span class="none">–</span>}</td>
      <td class="row-actions">{mine && x.state === 'done' && <a class="button" download href={`/api/v1/exports/${x.id}/file`}
        onClick={() => setTimeout(reread, 1500)}><Icon name="down" />{tell('exp.fetch')}</a>}<Decide x={x} /></td>
    </tr>
  )
}
