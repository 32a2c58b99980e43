/* reader.ts - what a grid in the browser knows of the world: code lists, records that are referred to, places found by their name. */
import { signal, type Signal } from '@preact/signals'
import { place, unit, year } from '../app/session.ts'
import { api, get, query } from '../data/api.ts'
import type { Page, Rec } from '../data/types.ts'
import { isTrue } from '../record/draft.ts'
import { yearOf } from '../record/here.ts'
import { isOfUnit, isPlaces, listOf, nameIn, typeNamed, type Code } from '../record/known.ts'
import { isOld, oldNote } from '../record/old.ts'
import { inWords } from '../record/shown.tsx'
import { titleOf, type Field, type Type } from '../record/type.ts'
import { fold, isUnread, type Beside, type Choice, type Reader } from './content.ts'

const choiceOf = (x: Code): Choice => ({ code: x.code, name: nameIn(x), note: oldNote(x), old: isOld(x) })

/* ---- records ---- */

const MOST = 200
const records = new Map<string, Signal<Choice[] | undefined>>()

function recordsOf(name: string): Choice[] | undefined {
  const type = typeNamed(name), key = `${name} ${unit.value.code} ${year.value}`
  if (!type) return undefined
  const kept = records.get(key) ?? signal<Choice[] | undefined>(undefined)
  if (!records.has(key)) {
    records.set(key, kept)
    const title = titleOf(type)
    get<Page<Rec>>(`/${type.plural}${query({ ...place(), year: yearOf(type), fields: title, limit: MOST })}`)
      .then(a => { kept.value = a.items.map(r => ({ code: r.code, name: String(r[title] ?? r.code) })) }, () => records.delete(key))
  }
  return kept.value
}

/* ---- places ---- */

const places = new Map<string, Code[]>()
const placeKey = (list: string, text: string) => `${list} ${fold(text)}`
export const isPlace = (f: Field) => f.type === 'code' && isPlaces(f.list)

/* The words of a place are asked for; after that `choices` tells what they can mean. */
export async function learnPlace(f: Field, text: string): Promise<void> {
  const key = placeKey(f.list ?? '', text)
  if (places.has(key) || !fold(text)) return
  const asked = text.trim(), body = /^\d+$/.test(asked) ? { code: asked } : { q: asked }
  places.set(key, (await api<{ items: Code[] }>('POST', `/lists/${f.list}/query`, { body })).items)
}

/* residence_commune stands beside residence_province. */
export const provinceOf = (f: Field) => f.name.replace(/commune|district/, 'province')

function placesOf(f: Field, text: string, beside: Beside): Choice[] | undefined {
  const all = places.get(placeKey(f.list ?? '', text)), province = f.list === 'province' ? null : beside(provinceOf(f))
  const near = province ? all?.filter(x => x.parent === province) : undefined
  return (near?.length ? near : all)?.map(x => ({ ...choiceOf(x), note: [x.parent && listOf('province')?.find(p => p.code === x.parent)?.name, oldNote(x)]
    .filter(Boolean).join(' · ') }))
}

export const parentOf = (f: Field, code: string): string | undefined =>
  [...places].find(([key, all]) => key.startsWith(f.list + ' ') && all.some(x => x.code === code && !isOld(x)))?.[1].find(x => x.code === code)?.parent

/* ---- the reader ---- */

export function makeReader(type: Type): Reader {
  return {
    choices: (f, text, beside) => {
      if (f.type === 'reference') return f.to ? recordsOf(f.to) : undefined
      if (isPlace(f)) return placesOf(f, text, beside)
      return f.list ? listOf(f.list)?.filter(isOfUnit).map(choiceOf) : undefined
    },
    words: (f, v) => {
      const known = f.type === 'reference' && f.to && v !== null && !isUnread(v) ? recordsOf(f.to)?.find(x => x.code === v)?.name : undefined
      return known ?? inWords(f, v)
    },
    holds: (condition, value) => isTrue(type, condition, value),
  }
}
