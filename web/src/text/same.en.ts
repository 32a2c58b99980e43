/* same.en.ts - the sentences of records that look like one entered twice, in English. */
import type { vi } from './same.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'none': 'No record looks like this one.', 'n': '{n} records may be the same person.', 'sure': 'almost certain', 'likely': 'likely',
  'maybe': 'possible', 'decided': 'Decided: one person.', 'two': 'Decided: two different people.', 'same': 'identical',
  'spelling': 'only marks differ', 'order': 'other order', 'word': 'one word differs', 'slip': 'one letter mistyped',
  'swapped': 'day and month swapped', 'digit': 'one digit differs', 'year': 'same year', 'differs': 'differs', 'decide': 'Decide pair by pair',
}
