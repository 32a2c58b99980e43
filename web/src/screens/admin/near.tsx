/* near.tsx - the units whose accounts one issues: one's own, and those right below it (Circular 42/2021, article 9). */
import { useEffect } from 'preact/hooks'
import { isOwn, own, unit } from '../../app/session.ts'
import type { UnitName } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { plain } from '../../text/index.ts'
import { Combobox } from '../../ui/combobox.tsx'

type Near = { units: UnitName[]; start: UnitName; waiting: boolean }

/* start: the unit that is looked at, where it is one of them.  One that somebody else opened a moment ago is among them. */
export function useNear(): Near {
  const list = useGet('/units', { query: { parent: own.value.code } }), below = list.data?.items ?? [], mine = { code: own.value.code, name: own.value.name }
  useEffect(() => { void forget('/units?parent=' + own.value.code) }, [])
  const looked = isOwn.value ? undefined : unit.value, parent = looked && 'parent' in looked ? looked.parent : undefined
  return { units: [mine, ...below], waiting: list.waiting, start: looked && parent === own.value.code ? { code: looked.code, name: looked.name } : mine }
}

type Props = { id: string; near: Near; value?: UnitName; onChange: (u?: UnitName) => void }

export function NearUnit({ id, near, value, onChange }: Props) {
  const options = (typed: string) => near.units.filter(u => plain(`${u.name} ${u.code}`).includes(plain(typed.trim())))
    .map(u => ({ value: u.code, label: u.name, note: u.code }))
  return <Combobox id={id} value={value?.code ?? null} label={value?.name ?? ''} options={options} waiting={near.waiting}
    onChange={(code, name) => onChange(code ? { code, name: name ?? code } : undefined)} />
}
