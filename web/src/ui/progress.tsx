/* progress.tsx - how far long work is: a bar, and in words what is done now, how much, how fast, how long still. */
import { line } from '../data/api.ts'
import { now } from '../data/clock.ts'
import type { Job } from '../data/types.gen.ts'
import { number } from '../text/index.ts'
import { tell, type JobKey } from '../text/job.ts'

type Running = Pick<Job, 'kind' | 'state' | 'dry_run' | 'done' | 'total' | 'counts' | 'rate' | 'eta' | 'place' | 'from'>

export function phaseOf(j: Running): JobKey {
  if (j.state === 'queued') return 'job.queued'
  if (j.kind === 'export') return 'job.exporting'
  if (j.kind === 'import_undo') return 'job.undoing'
  return j.dry_run ? 'job.trying' : j.done === 0 ? 'job.reading' : 'job.writing'
}

const percent = (n: number, of: number) => Math.floor((100 * n) / of)

function timeLeft(eta: string): string {
  const s = Math.max(1, Math.ceil((Date.parse(eta) - now()) / 1000))
  return s < 90 ? tell('job.seconds', { n: number(s) }) : tell('job.minutes', { n: number(Math.ceil(s / 60)) })
}

/* "Đang ghi · 1.200 trên 5.000 dòng · 400 dòng mỗi giây · còn khoảng 10 giây" */
function wordsOf(j: Running): string {
  const rows = j.counts === 'rows', running = j.state === 'running'
  return [
    tell(phaseOf(j)), !running && j.place ? tell('job.place', { n: number(j.place) }) : '',
    j.total > 0 && (rows ? tell('job.rows', { done: number(j.done), total: number(j.total) }) : tell('job.part', { n: percent(j.done, j.total) })),
    running && rows && j.rate ? tell('job.rate', { n: number(j.rate) }) : '', running && j.eta ? timeLeft(j.eta) : '',
  ].filter(Boolean).join(' · ')
}

/* Nothing stays of what is only tried: it is begun anew. */
const resumed = (j: Running) => (j.dry_run || !j.from || !j.total ? '' : j.counts === 'rows' ? tell('job.from', { n: number(j.from) })
  : tell('job.from.part', { n: percent(j.from, j.total) }))

export function Progress({ job }: { job: Running }) {
  const known = job.total > 0
  return (
    <div class="progress">
      <svg class={known ? 'share' : 'share unknown'} viewBox="0 0 100 4" preserveAspectRatio="none" role="progressbar" aria-label={tell(phaseOf(job))}
        aria-valuemin={0} aria-valuemax={100} aria-valuenow={known ? percent(job.done, job.total) : undefined}>
        <rect width="100" height="4" /><rect class="good" width={known ? (100 * job.done) / job.total : 30} height="4" />
      </svg>
      <p>{line.value ? wordsOf(job) : tell('job.lost')}</p>
      {resumed(job) && <p class="quiet" role="status">{resumed(job)}</p>}
    </div>
  )
}
