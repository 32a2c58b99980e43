/* likeness.ts - how much two records look like one person, in words. */
import { say } from '../text/index.ts'
import { tell, type SameKey } from '../text/same.ts'
import { fieldOf, type Type } from './type.ts'

export type Reason = { field: string; reason: string }

const reasons: Record<string, SameKey> = {
  same: 'same', spelling: 'spelling', order: 'order', word: 'word', slip: 'slip', swapped: 'swapped', digit: 'digit', year: 'year', differs: 'differs',
}
const SURE = 90, LIKELY = 75

export const scoreWords = (score: number) => tell(score >= SURE ? 'sure' : score >= LIKELY ? 'likely' : 'maybe')

export const howWords = (r: Reason): string => { const how = reasons[r.reason]; return how ? tell(how) : '' }

export function reasonWords(type: Type, r: Reason): string | undefined {
  const f = fieldOf(type, r.field), how = howWords(r)
  return f && how && `${say(f.label)}: ${how}`
}
