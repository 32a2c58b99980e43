/* reference.tsx - a record that another refers to, found by name in the same unit and school year. */
import { useState } from 'preact/hooks'
import { t } from '../text/index.ts'
import { Combobox } from '../ui/combobox.tsx'
import { change, setUnread, stored } from './draft.ts'
import { useFound } from './found.ts'
import type { InputProps } from './input.tsx'
import { noteTitle, titleFor, typeNamed } from './known.ts'

export function ReferenceInput(p: InputProps) {
  const { d, f, id, value } = p
  const [typed, setTyped] = useState(''), [open, setOpen] = useState(false)
  const type = f.to === undefined ? undefined : typeNamed(f.to)
  const { options, waiting } = useFound(type, { unit: d.rec.value.unit, year: stored(d, 'school_year') }, typed, open)
  const label = value === null || f.to === undefined ? '' : titleFor(f.to, String(value)) ?? '…'
  return <Combobox id={id} value={value as string | null} label={label} options={() => options} onType={setTyped} onOpen={() => setOpen(true)} waiting={waiting}
    onChange={(v, words) => { setUnread(d, f.name, undefined); if (v && words && f.to) noteTitle(f.to, v, words); change(d, f.name, v) }}
    onMiss={typed => setUnread(d, f.name, typed === undefined ? undefined : t('form.notfound', { typed }))}
    invalid={p.invalid} describedBy={p.describedBy} required={p.required} placeholder={t('form.type')} />
}
