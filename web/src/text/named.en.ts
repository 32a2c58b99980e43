/* named.en.ts - the sentences of who is written in a record and has one of their own, in English. */
import type { vi } from './named.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'there': 'Information already names {what}: {who}, who is not here yet.', 'take': 'Take over',
  'differs': 'Information names {what}: {who}; here it is {here}. See which is right.',
  'in': 'Under {what}:', 'fill': 'Copy into the form', 'other': 'the form has {who}',
}
