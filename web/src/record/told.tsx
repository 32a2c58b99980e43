/* told.tsx - a sentence of the server that calls records by their codes: here by their names, each a way to its page. */
import type { ProblemItem } from '../data/types.gen.ts'
import { recordAddress } from './here.ts'
import { titleFor, typeNamed } from './known.ts'

type Called = { type: string; code: string }

function Named({ type, code }: Called) {
  const of = typeNamed(type), title = titleFor(type, code) ?? '…'
  return of ? <a href={recordAddress(of.plural, code)}>{title}</a> : <>{title}</>
}

export function Told({ of: { message, records } }: { of: Pick<ProblemItem, 'message' | 'records'> }) {
  return <>{message.split(/([\w-]*\d[\w-]*)/).map((word, i) => {
    const of = records?.find(r => r.code === word)
    return of ? <Named key={i} {...of} /> : word
  })}</>
}
