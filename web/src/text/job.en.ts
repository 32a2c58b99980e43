/* job.en.ts - the words of long work, in English. */
import type { vi } from './job.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'job.queued': 'Waiting for its turn', 'job.place': 'done after {n} at most', 'job.reading': 'Reading the file', 'job.trying': 'Reading and trying',
  'job.writing': 'Writing', 'job.undoing': 'Undoing', 'job.exporting': 'Writing the file', 'job.lost': 'Waiting for the server; the work goes on there.',
  'job.rows': '{done} of {total} rows', 'job.part': '{n} %', 'job.rate': '{n} rows a second', 'job.seconds': 'about {n} seconds left',
  'job.minutes': 'about {n} minutes left', 'job.from': 'The server was started again. Going on from row {n}.',
  'job.from.part': 'The server was started again. Going on from {n} %.',
  'job.leave': 'You may close this page; the work goes on and is told at What is left.',
  'job.title': 'Running, just ended', 'job.import': 'Import', 'job.import_undo': 'Import taken back', 'job.export': 'Export',
  'job.tried': 'Previewed, not written', 'job.unread': 'Cannot be read',
  'job.done': 'Done', 'job.failed': 'Not done', 'job.cancelled': 'Stopped', 'job.undone': 'Undone',
  'job.wrote': '{n} rows written', 'job.wrote.of': '{n} of {total} rows written',
  'job.more': '{name} and {n} more',
}
