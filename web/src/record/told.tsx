/* told.tsx - a sentence of the server about records: what it calls by code or by name is called by name here, and is a way to its page. */
import type { ComponentChild } from 'preact'
import type { ProblemItem } from '../data/types.gen.ts'
import { recordAddress } from './here.ts'
import { titleFor, typeNamed } from './known.ts'

type Called = { type: string; code: string }

function Named({ type, code }: Called) {
  const of = typeNamed(type), title = titleFor(type, code) ?? '…'
  return of ? <a href={recordAddress(of.plural, code)}>{title}</a> : <>{title}</>
}

const inWord = (c: string | undefined) => c !== undefined && /[\p{L}\p{N}_-]/u.test(c)

/* Where a word stands as a whole; -1: nowhere. */
function placeOf(word: string, s: string): number {
  for (let at = s.indexOf(word); at >= 0; at = s.indexOf(word, at + 1))
    if (!inWord(s[at - 1]) && !inWord(s[at + word.length])) return at
  return -1
}

function parts(s: string, records: Called[]): ComponentChild[] {
  for (const r of records)
    for (const word of [r.code, titleFor(r.type, r.code)]) {
      const at = word ? placeOf(word, s) : -1
      if (word && at >= 0) return [...parts(s.slice(0, at), records), <Named {...r} />, ...parts(s.slice(at + word.length), records.filter(x => x !== r))]
    }
  return [s]
}

export const Told = ({ of: { message, records } }: { of: Pick<ProblemItem, 'message' | 'records'> }) => <>{parts(message, records ?? [])}</>
