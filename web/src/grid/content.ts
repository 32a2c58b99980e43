/* content.ts - what a cell holds: a value as it is stored, or words that mean none.  Read as the form reads them, and as a file is read. */
import type { Value } from '../data/types.ts'
import { clean, readValue, showValue, unreadable } from '../record/read.ts'
import type { Field } from '../record/type.ts'
import { plain, t, type Text } from '../text/index.ts'
import { tell } from './words.ts'

export type Unread = { text: string; why: string }
export type Content = Value | Unread
export const isUnread = (x: Content | undefined): x is Unread => typeof x === 'object' && x !== null && !Array.isArray(x)
/* As words are compared that were typed by hand. */
export const fold = (s: string) => plain(clean(s)).replace(/[\s._/()*:-]+/g, ' ').trim()

export const alike = (a: Content | undefined, b: Content | undefined): boolean =>
  isUnread(a) && isUnread(b) ? a.text === b.text : (a ?? null) === (b ?? null)

/* What a cell may be chosen from. */
export type Choice = { code: string; name: string; note?: string; old?: boolean }

/* A column: a field of the records, and what files call it. */
export type Column = { field: Field; label: Text; titles: string[]; locked: boolean }

export type Beside = (path: string) => Value

/* What the grid must know of the world around it.  Of places there are too many: their choices are what was found by these words. */
export type Reader = {
  choices: (f: Field, text: string, beside: Beside) => Choice[] | undefined
  words: (f: Field, v: Value) => string
  holds: (condition: string, beside: Beside) => boolean
}

const yes = new Set(['x', '1', 'c', 'co', 'dung', 'true', 'yes', 'y', 'v', '✓', '✔', '☑', '√'])
const no = new Set(['0', 'k', 'ko', 'khong', 'sai', 'false', 'no', 'n'])

const notFound = (text: string): Unread => ({ text, why: t('form.notfound', { typed: text }) })

/* By its code, also where a spreadsheet took the zeros before it; by its name, with marks or without them where only one is called so. */
export function choose(all: Choice[], text: string): string | undefined {
  const said = clean(text), bare = plain(said).replace(/\s+/g, ' '), number = /^\d+$/.test(said) ? String(Number(said)) : ''
  const only = (fits: (x: Choice) => boolean) => {
    const found = all.filter(fits), now = found.filter(x => !x.old), codes = new Set((now.length ? now : found).map(x => x.code))
    return codes.size === 1 ? [...codes][0] : undefined
  }
  return only(x => x.code === said) ?? only(x => clean(x.name) === said) ?? only(x => plain(clean(x.name)) === bare)
    ?? (number ? only(x => /^\d+$/.test(x.code) && String(Number(x.code)) === number) : undefined)
}

export function readBoolean(text: string): boolean | undefined {
  const s = plain(text.trim())
  return yes.has(s) ? true : no.has(s) ? false : undefined
}

const alone: Beside = () => null

export function readCell(r: Reader, f: Field, text: string, beside: Beside = alone): Content {
  const s = clean(text)
  if (s === '') return null
  if (f.type === 'text') return s
  if (f.type === 'boolean') return readBoolean(s) ?? { text: s, why: tell('grid.badboolean') }
  if (f.type === 'code' || f.type === 'reference') return choose(r.choices(f, s, beside) ?? [], s) ?? notFound(s)
  const v = readValue(f, s)
  return v === undefined ? { text: s, why: unreadable(f) } : v
}

/* The words of a cell, as shown and as copied. */
export function showCell(r: Reader, f: Field, x: Content): string {
  if (isUnread(x)) return x.text
  return f.type === 'code' || f.type === 'reference' ? r.words(f, x) : showValue(f, x)
}
