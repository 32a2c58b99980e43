/* became.ts - what an import is called, where it is followed, and what became of it. */
import type { JobLine } from '../data/types.gen.ts'
import { number } from '../text/index.ts'
import { tell } from '../text/job.ts'
import { phaseOf } from '../ui/progress.tsx'

/* In the address of an import: which figure of the preview is followed; several, where the list counts them as one. */
export const FIGURE = 'xem'

/* What a job is called: its files. */
export function namesOf(j: Pick<JobLine, 'names'>): string {
  const [first = '', ...rest] = j.names ?? []
  return rest.length ? tell('job.more', { name: first, n: number(rest.length) }) : first
}

export const isCutOff = (j: Pick<JobLine, 'state'>) => j.state === 'failed' || j.state === 'cancelled'

/* A trial and what it became are one thing; what broke off may be one of several. */
export const importAddress = (j: JobLine) => `/nap/${(!isCutOff(j) && j.trial) || j.id}`

/* "Đã dừng: ghi 1.500 trên 6.000 dòng"; of several files bytes are counted, not rows. */
export const cutOffWords = (j: Pick<JobLine, 'state' | 'written' | 'counts' | 'total'>) =>
  tell(j.state === 'failed' ? 'job.failed' : 'job.cancelled') + (!j.written ? '' : ': ' +
    tell(j.counts === 'rows' && j.total >= j.written ? 'job.wrote.of' : 'job.wrote', { n: number(j.written), total: number(j.total) }))

/* Nothing was tried of any of its files; one that only asks something can still be. */
const isUnread = (j: JobLine) => Boolean(j.files?.length && j.files.every(f => f.key && f.key !== 'import.ask'))

export function becameOf(j: JobLine): { words: string; kind: string } {
  if (j.state === 'queued' || j.state === 'running') return { words: tell(phaseOf(j)), kind: ' wait' }
  if (j.undone) return { words: tell('job.undone'), kind: '' }
  if (isCutOff(j)) return { words: cutOffWords(j), kind: '' }
  if (j.dry_run && isUnread(j)) return { words: tell('job.unread'), kind: '' }
  return j.dry_run ? { words: tell('job.tried'), kind: ' wait' } : { words: tell('job.done'), kind: ' s01' }
}
