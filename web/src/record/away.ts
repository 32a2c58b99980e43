/* away.ts - what the server still takes of somebody who is elsewhere by now: what is of the years that she was here. */
import { year } from '../app/session.ts'
import type { Rec } from '../data/types.ts'
import type { Part, Type } from './type.ts'

/* Her own record, and lists of hers, are written where she is. */
export const isAway = (rec: Rec) => typeof rec['last_year'] === 'number'

/* Of a list that belongs to her, in the year in view. */
export const takes = (rec: Rec, type: Type) => !isAway(rec) || (type.year_bound && year.value <= Number(rec['last_year']))

/* One more line; nobody begins to learn whose record is not in use. */
export const takesMore = (rec: Rec, type: Type, part: Part) => takes(rec, type) && !(part.life && rec['in_use'] === false)
