/* sections.tsx - for which professional sections an account is. */
import { useGet } from '../../data/use.ts'
import { say } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'

export const useSections = () => useGet('/sections').data?.items ?? []
export const sectionsOf = (names?: string | null) => names?.split(',') ?? []

export function Sections({ value, onChange }: { value: string[]; onChange: (names: string[]) => void }) {
  return <fieldset class="plain-set"><legend>{tell('acc.sections')}</legend>{useSections().map(s => (
    <label key={s.name} class="check"><input type="checkbox" checked={value.includes(s.name)}
      onChange={e => onChange(e.currentTarget.checked ? [...value, s.name] : value.filter(x => x !== s.name))} /> {say(s.label)}</label>))}</fieldset>
}
