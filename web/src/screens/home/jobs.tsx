/* jobs.tsx - long work of mine that runs or has just ended, each with the screen where it is followed. */
import { useEffect } from 'preact/hooks'
import { now } from '../../data/clock.ts'
import { hasEnded, useJob } from '../../data/job.ts'
import type { JobLine } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { moment } from '../../text/index.ts'
import { tell, type JobKey } from '../../text/job.ts'
import { Progress } from '../../ui/progress.tsx'
import { To } from '../../ui/to.tsx'
import { becameOf, importAddress, namesOf } from '../became.ts'
import { Card } from './card.tsx'

const SHOWN = 5, RECENT_MS = 12 * 3_600_000

/* A trial that is written, or was written by now, is told by what writes it; a file that is there by its notice, until it is fetched. */
const isShown = (j: JobLine) => !j.writer && !(j.kind === 'export' && j.state === 'done') && (!hasEnded(j) || now() - Date.parse(j.changed_at) < RECENT_MS)

export const Jobs = () => (
  <Card icon="clock" title={tell('job.title')} of={useGet('/jobs', { query: { mine: true, limit: 20 } })}>{({ items }) => {
    const shown = items.filter(isShown).slice(0, SHOWN)
    return shown.length === 0 ? null : <ul class="todo">{shown.map(j => <Line key={j.id} j={j} />)}</ul>
  }}</Card>
)

function Line({ j }: { j: JobLine }) {
  const live = useJob(hasEnded(j) ? null : j.id).job, ended = live && hasEnded(live), runs = !hasEnded(live ?? j)
  useEffect(() => { if (ended) { void forget('/jobs'); void forget('/notices') } }, [ended])
  const title = [tell(('job.' + j.kind) as JobKey), namesOf(j)].filter(Boolean).join(': ')
  return (
    <li><To class="line" href={j.kind === 'export' ? '/xuat' : j.kind === 'import' ? importAddress(j) : '/nap'}>
      <span class={'dot ' + (j.state === 'failed' ? 'error' : 'notice')} />
      <span><strong>{title}</strong>{runs ? <Progress job={live ?? j} />
        : <small class="line-note">{becameOf(j).words}, {moment(j.changed_at)}</small>}</span></To></li>
  )
}
