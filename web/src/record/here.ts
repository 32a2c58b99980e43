/* here.ts - where and when: the unit and the school year that the screen shows; addresses of lists and records (unit and year go along by the
 * router). */
import { menu, unit, year } from '../app/session.ts'
import { say } from '../text/index.ts'
import type { Type } from './type.ts'

/* Of an office all that is below it. */
export const isOffice = () => unit.value.kind !== 'school'

export const yearOf = (type: { year_bound: boolean }) => (type.year_bound ? year.value : undefined)

type Args = Record<string, string | undefined>

function address(path: string, args: Args): string {
  const text = new URLSearchParams(Object.entries(args).flatMap(([k, v]) => (v ? [[k, v]] : []))).toString()
  return path + (text && '?' + text)
}

export const entryFor = (to: string) => menu.flatMap(g => g.entries).find(e => e.to === to)

/* As the menu calls it, which knows what it is to this reader. */
export function calledFor(type: Type): { number?: string; title: string } {
  const entry = entryFor(`/ho-so/${type.plural}`)
  return { number: entry?.number ?? type.screen.number, title: say(entry?.label ?? type.screen.title) }
}

export const listAddress = (plural: string, args: Args = {}) => address(`/ho-so/${plural}`, args)
export const recordAddress = (plural: string, code: string, args: Args = {}) => address(`/ho-so/${plural}/${encodeURIComponent(code)}`, args)
