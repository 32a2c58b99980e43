/* found.ts - records of a type found by what is typed, in one unit and school year.  What is typed goes in the body, never in an address. */
import { useEffect, useState } from 'preact/hooks'
import { api } from '../data/api.ts'
import type { Page, Rec, Value } from '../data/types.ts'
import { showDate } from '../text/index.ts'
import type { Option } from '../ui/combobox.tsx'
import { fieldOf, titleOf, type Type } from './type.ts'
import { useLater } from '../ui/later.tsx'

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
