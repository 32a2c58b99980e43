/* begin.en.ts - the words of what comes first, in English. */
import type { BeginKey } from './begin.ts'

export const en: Record<BeginKey, string> = {
  'begin.title': 'Begin here',
  'begin.units': 'Open the units below',
  'begin.units.what': 'There is none yet. The Ministry opens the provincial departments, and they the communes and district offices.',
  'begin.schools': 'Take in the list of schools', 'begin.schools.what': 'There is no school yet. The Excel list in use will do.',
  'begin.accounts': 'Issue accounts', 'begin.accounts.what': 'There is only this one. Issue them to those who work here, and to the administrators below.',
  'begin.pupils': 'Take in the list of pupils', 'begin.pupils.what': 'There is no class yet. The list of the school will do; classes are made by it.',
  'begin.staff': 'Take in the list of staff', 'begin.staff.what': 'An account of a teacher is issued for a record.',
}
