/* trace.en.ts - the words of asking who took a file, in English. */
import type { vi } from './trace.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'trace.title': 'Who took this file?', 'trace.choose': 'Drop the file that was found, or press to choose',
  'trace.lead': 'Drop a file found outside to see which export it comes from, also when it was sorted or cut. That you asked is noted.',
  'trace.kinds': 'Excel (.xlsx, .xls), CSV; 32 MB at most', 'trace.reading': 'Reading and comparing…',
  'trace.operator': 'the operator of the server',
  'trace.nobody': 'It cannot be said for sure who took this file: {n} exports were compared.',
  'trace.few': 'Too few names and words are left; look for a fuller copy.',
  'trace.means': 'This account took the file out of the system; who gave it away is still to be asked.',
  'trace.joined': 'The file was put together from several exports.',
  'trace.marks': '{agree} of {marks} hidden marks agree.', 'trace.rows': '{agree} of {marks} marks in the order of rows agree.',
  'trace.million': 'By chance: less than one in a million.', 'trace.billion': 'By chance: less than one in a billion.',
}
