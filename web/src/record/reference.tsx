/* reference.tsx - a record that another refers to, found by name in the same unit and school year.  What is typed goes in the body, never in an
 * address. */
import { useEffect, useState } from 'preact/hooks'
import { api } from '../data/api.ts'
import type { Page, Rec, Value } from '../data/types.ts'
import { showDate, t } from '../text/index.ts'
import { Combobox, type Option } from '../ui/combobox.tsx'
import { change, setUnread, stored } from './draft.ts'
import type { InputProps } from './input.tsx'
import { noteTitle, titleFor, typeNamed } from './known.ts'
import { fieldOf, titleOf, type Type } from './type.ts'
import { useLater } from './wait.ts'

type Where = { unit: string; year: Value }

/* Told apart by their birth date, where they have one. */
const noteField = (type: Type) => type.namesake.find(n => fieldOf(type, n)?.type === 'date')

export function useFound(type: Type | undefined, { unit, year }: Where, typed: string, open: boolean): { options: Option[]; waiting: boolean } {
  const [found, setFound] = useState<{ for: string; options: Option[] }>()
  const q = useLater(typed.trim(), 200), asked = `${type?.plural} ${unit} ${year} ${q}`
  useEffect(() => {
    if (!open || !type || found?.for === asked) return
    let here = true
    const title = titleOf(type), note = noteField(type)
    const body = {
      unit, q: q || undefined, fields: [title, note].filter(Boolean).join(','), limit: 60, year: type.year_bound && year ? Number(year) : undefined,
    }
    const option = (r: Rec): Option => ({ value: r.code, label: String(r[title] ?? r.code), note: note && r[note] ? showDate(String(r[note])) : undefined })
    api<Page<Rec>>('POST', `/${type.plural}/query`, { body }).then(page => page.items.map(option), () => []).then(options => {
      if (here) setFound({ for: asked, options })
    })
    return () => { here = false }
  }, [asked, open])
  return { options: found?.options ?? [], waiting: found?.for !== asked || typed.trim() !== q }
}

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
