/* became.ts - what an import is called, where it is followed, and what became of it. */
import type { JobLine } from '../data/types.gen.ts'
import { number } from '../text/index.ts'
import { tell } from '../text/job.ts'
import { phaseOf } from '../ui/progress.tsx'

/* What a job is called: its files. */
export function namesOf(j: Pick<JobLine, 'names'>): string {
  const [first = '', ...rest] = j.names ?? []
  return rest.length ? tell('job.more', { name: first, n: number(rest.length) }) : first
}

/* A trial and what it became are one thing. */
export const importAddress = (j: Pick<JobLine, 'id' | 'trial'>) => `/nap/${j.trial ?? j.id}`

export function becameOf(j: JobLine): { words: string; kind: string } {
  if (j.state === 'queued' || j.state === 'running') return { words: tell(phaseOf(j)), kind: ' wait' }
  if (j.undone) return { words: tell('job.undone'), kind: '' }
  if (j.state !== 'done') return { words: tell(j.state === 'failed' ? 'job.failed' : 'job.cancelled'), kind: '' }
  return j.dry_run ? { words: tell('job.tried'), kind: ' wait' } : { words: tell('job.done'), kind: ' s01' }
}
