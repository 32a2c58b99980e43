/* pick.tsx - a filter above a list: what there is to choose from. */
import { place } from '../app/session.ts'
import { query } from '../data/api.ts'
import type { Page, Rec } from '../data/types.ts'
import { useGet } from '../data/use.ts'
import { t } from '../text/index.ts'
import { yearOf } from './here.ts'
import { isOfUnit, isPlaces, listOf, nameIn, typeNamed } from './known.ts'
import { titleOf, type Item } from './type.ts'

type Props = { label: string; value: string; options: [string, string][]; set: (v: string) => void; any: string }
export const Pick = ({ label, value, options, set, any }: Props) => (
  <label class={value ? 'pick set' : 'pick'}><span>{label}</span><select value={value} onChange={e => set(e.currentTarget.value)}>
    <option value="">{any}</option>{options.map(([v, words]) => <option key={v} value={v}>{words}</option>)}</select></label>
)

/* The choices of a filter: codes of a list, yes and no, the records of the unit and year that a reference may lead to. */
export function useChoices(x: Item, filter?: string): [string, string][] | undefined {
  const type = x.type === 'reference' && x.to ? typeNamed(x.to) : undefined, title = type && titleOf(type)
  const where = type && title ? { ...place(), year: yearOf(type), fields: title, filter, limit: 200 } : undefined
  const records = useGet<Page<Rec>>(type && where ? `/${type.plural}${query(where)}` : undefined).data
  if (x.type === 'boolean') return [['true', t('form.yes')], ['false', t('form.no')]]
  if (x.type === 'reference') return title ? records?.items.map(r => [r.code, String(r[title] ?? r.code)]) : undefined
  return x.list && !isPlaces(x.list) ? listOf(x.list)?.filter(isOfUnit).map(c => [c.code, nameIn(c)]) : undefined
}
