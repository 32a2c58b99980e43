/* pick.tsx - one choice among the filters, kept in the address. */
import { search, setSearch } from '../../app/router.ts'

type Props = { name: string; label: string; options: (readonly [value: string, words: string])[]; all?: string; clears?: string[] }

/* clears: what cannot be meant any more when this changes. */
export function Pick({ name, label, options, all, clears = [] }: Props) {
  const now = search.value.get(name) ?? ''
  return (
    <label class={'pick' + (now ? ' set' : '')}><span>{label}</span>
      <select value={now} onChange={e => setSearch({ ...Object.fromEntries(clears.map(x => [x, undefined])), [name]: e.currentTarget.value || undefined })}>
        {all && <option value="">{all}</option>}{options.map(([value, words]) => <option key={value} value={value}>{words}</option>)}
      </select></label>
  )
}

export const asked = (name: string) => search.value.get(name) ?? undefined
