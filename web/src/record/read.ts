/* read.ts - what people type into a field, and how what is stored is shown to them.  undefined: it cannot be read. */
import { readDate, showDate, t } from '../text/index.ts'
import type { Value } from '../data/types.ts'
import type { Field } from './type.ts'

/* "2019", "05/2019" or a whole date, as "2019", "2019-05", "2019-05-27". */
export function readPartial(text: string): string | undefined {
  const s = text.trim(), month = /^(\d{1,2})[/.\- ](\d{4})$/.exec(s)
  if (/^\d{4}$/.test(s)) return s
  if (month?.[1] && Number(month[1]) >= 1 && Number(month[1]) <= 12) return `${month[2]}-${month[1].padStart(2, '0')}`
  return readDate(s)
}

export const showPartial = (s: string) => s.split('-').reverse().join('/')

/* "1.250" is a whole number in Vietnam; "8,5" and "8.5" are the same mark. */
export function readNumber(text: string, whole: boolean): number | undefined {
  const s = text.replace(/\s/g, '')
  if (whole) return /^-?\d{1,15}$/.test(s) ? Number(s) : /^\d{1,3}(\.\d{3})+$/.test(s) ? Number(s.replaceAll('.', '')) : undefined
  return /^-?\d{1,15}([.,]\d{1,9})?$/.test(s) ? Number(s.replace(',', '.')) : undefined
}

export const showNumber = (v: number) => String(v).replace('.', ',')

export function readValue(f: Field, text: string): Value | undefined {
  if (text.trim() === '') return null
  if (f.type === 'date') return readDate(text)
  if (f.type === 'partial_date') return readPartial(text)
  return readNumber(text, f.type === 'integer')
}

export const unreadable = (f: Field) =>
  t(f.type === 'date' ? 'form.baddate' : f.type === 'partial_date' ? 'form.badpartial' : f.type === 'integer' ? 'form.badnumber' : 'form.baddecimal')

/* All but codes and references, whose words are asked for (known.ts). */
export function showValue(f: Pick<Field, 'type'>, v: Value): string {
  if (v === null || v === '') return ''
  if (f.type === 'boolean') return t(v === true ? 'form.yes' : 'form.no')
  if (f.type === 'date') return showDate(String(v))
  if (f.type === 'partial_date') return showPartial(String(v))
  return typeof v === 'number' ? showNumber(v) : String(v)
}

/* As it is stored: letters composed, no blanks at the ends. */
/* What no key types and no list shows is dropped. */
export const clean = (s: string) => s.normalize('NFC').replace(/[\x00-\x08\x0e-\x1f\x7f]/g, '').trim()
