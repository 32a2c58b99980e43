/* statuses.ts - the statuses that the caller may set by hand. */
import { ofClasses } from '../app/session.ts'
import { listOf, type Code } from './known.ts'
import type { Type } from './type.ts'

/* Of a person the record's is meant, not whether she still comes to school. */
export const statusTitle = (type: Type) => (type.person ? 'form.status.person' : 'form.status')

export const statusesByHand = (type: Type, rec: { status: string }): Code[] => (type.statuses_by_hand.length === 0 || ofClasses() ? []
  : (listOf(type.statuses) ?? []).filter(x => x.code !== rec.status && type.statuses_by_hand.includes(x.code)))
