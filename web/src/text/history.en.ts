/* history.en.ts - the words of what became of a record, in English. */
import type { vi } from './history.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'hist.new': 'Created', 'hist.changed': 'Changed', 'hist.status': 'Status changed', 'hist.cancel': 'Cancelled', 'hist.arrive': 'Moved in',
  'hist.return': 'Put back as before', 'hist.merge': 'Two records merged', 'hist.unmerge': 'Merged record taken apart', 'hist.by': 'by {who}',
  'hist.bind': 'Code {code} bound', 'hist.bind.instead': 'Code {code} bound instead of {was}',
  'hist.demo': 'demonstration data', 'hist.job': 'by the system itself', 'hist.cli': 'on the server', 'hist.import': 'imported from a file',
  'hist.undo': 'import taken back', 'hist.all': '{n} fields at creation', 'hist.before': 'before:', 'hist.after': 'after:',
  'hist.restore': 'Put this value back', 'hist.picture': 'picture',
}
