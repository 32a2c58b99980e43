/* undone.ts - what an undo of an import took back, in words: of staff and schools there are no enrolments and classes. */
import type { ImportFile, JobResult } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/import.ts'

export const undoneLine = (r: JobResult | null | undefined, files: ImportFile[]) => tell(
  files.some(f => f.summary?.enrolled || f.summary?.classes_created) ? 'undo.pupils' : 'undo.done',
  { undone: number(r?.undone ?? 0), restored: number(r?.restored ?? 0) })
