/* unitparts.tsx - a school in parts: each class, or all of a grade, and each of the staff goes somewhere; what is not said stays. */
import { useState } from 'preact/hooks'
import { year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import type { UnitName } from '../../data/types.gen.ts'
import type { Page, Rec } from '../../data/types.ts'
import { useGet, type Answer } from '../../data/use.ts'
import { codeOf, nameIn } from '../../record/known.ts'
import { UnitInput } from '../../record/unitinput.tsx'
import { tell } from '../../text/admin.ts'
import { Icon } from '../../ui/icon.tsx'
import { Show } from '../../ui/state.tsx'

export type Part = { unit: string; name: string; classes: string[]; staff: string[] }
export type Whose = { classes: Answer<Page<Rec>>; staff: Answer<Page<Rec>> }

/* The classes of the year and the staff, where they are asked for. */
export const useWhose = (unit: UnitName, asked: boolean): Whose => ({
  classes: useGet<Page<Rec>>(asked ? `/classes${query({ unit: unit.code, year: year.value, fields: 'title,grade,homeroom_teacher', limit: 200 })}` : undefined),
  staff: useGet<Page<Rec>>(asked ? `/staff${query({ unit: unit.code, fields: 'title', limit: 200 })}` : undefined),
})

const gradesOf = (classes: Rec[]) => [...new Set(classes.map(c => String(c.grade ?? '')))].sort()
const gradeName = (code: string) => { const grade = codeOf('grade', code); return grade ? nameIn(grade) : '…' }

export function Parts({ unit, parts, set, whose }: { unit: UnitName; parts: Part[]; set: (p: Part[]) => void; whose: Whose }) {
  const [adding, setAdding] = useState<UnitName>(), others = parts.filter(p => p.unit !== unit.code), { classes, staff } = whose
  /* Whoever leads a class goes with it, unless it is said otherwise; all else that is not given away is the school's own part. */
  const given = (all: Part[], code: unknown) => all.find(p => p.unit !== unit.code && p.classes.includes(String(code)))
  const leads = (all: Part[], code: string) => classes.data?.items.find(c => c.homeroom_teacher === code && given(all, c.code))
  const change = (all: Part[]) => {
    const there = all.filter(p => p.unit !== unit.code), own = all.find(p => p.unit === unit.code), held = new Set(all.flatMap(p => [...p.classes, ...p.staff]))
    const rest = (rows: Rec[] | undefined) => (rows ?? []).map(r => r.code).filter(c => !held.has(c))
    const mine: Part = {
      unit: unit.code, name: unit.name, classes: [...own?.classes ?? [], ...rest(classes.data?.items)],
      staff: [...own?.staff ?? [], ...rest(staff.data?.items).filter(c => !leads(all, c))],
    }
    set(mine.classes.length + mine.staff.length > 0 ? [mine, ...there] : there)
  }
  const add = (u?: UnitName) => {
    setAdding(undefined)
    if (u && u.code !== unit.code && !parts.some(p => p.unit === u.code)) change([...parts, { unit: u.code, name: u.name, classes: [], staff: [] }])
  }
  const give = (kind: 'classes' | 'staff', codes: string[], to: string) => {
    const led = classes.data?.items.filter(c => codes.includes(c.code)).map(c => c.homeroom_teacher) ?? []
    const rest = parts.map(p => ({ ...p, [kind]: p[kind].filter(x => !codes.includes(x)),
      staff: p.staff.filter(x => (kind === 'classes' || !codes.includes(x)) && !(p.unit === unit.code && led.includes(x))) }))
    change(rest.map(p => (p.unit === to ? { ...p, [kind]: [...p[kind], ...codes] } : p)))
  }
  const where = (kind: 'classes' | 'staff', code: string) => parts.find(p => p[kind].includes(code))?.unit ?? ''
  const schools = <><option value={unit.code}>{tell('uni.stays')}</option>{others.map(p => <option key={p.unit} value={p.unit}>{p.name}</option>)}</>
  const list = (kind: 'classes' | 'staff', rows: Rec[]) => rows.map(r => {
    const led = kind === 'staff' ? leads(parts, r.code) : undefined
    return (
      <label key={r.code} class="give"><span>{String(r['title'] ?? r.code)}</span><select value={where(kind, r.code)}
        onChange={e => give(kind, [r.code], e.currentTarget.value)}>
        {led && <option value="">{tell('uni.follows', { name: String(led['title'] ?? '') })}</option>}{schools}</select></label>
    )
  })
  const grades = (rows: Rec[]) => gradesOf(rows).map(grade => {
    const own = rows.filter(r => String(r.grade ?? '') === grade), at = [...new Set(own.map(r => where('classes', r.code)))]
    return <div key={grade} class="grade">
      {own.length > 1 && <label class="give every"><span>{tell('uni.grade', { grade: gradeName(grade) })}</span>
        <select value={at.length === 1 ? at[0] : ''} onChange={e => give('classes', own.map(r => r.code), e.currentTarget.value)}>
          {at.length > 1 && <option value="" disabled>{tell('uni.each')}</option>}{schools}</select></label>}
      {list('classes', own)}</div>
  })
  return <>
    <div class="stack"><label for="uni-part">{tell('uni.part.add')}</label><UnitInput id="uni-part" value={adding}
      but={[unit.code, ...parts.map(p => p.unit)]} onChange={add} /></div>
    {others.length > 0 && <p class="chips">{others.map(p => <button key={p.unit} type="button" class="chip on"
      onClick={() => change(parts.filter(x => x !== p))}>{p.name}
      <Icon name="x" /><span class="hidden">{tell('uni.part.drop')}</span></button>)}</p>}
    {others.length > 0 && <Show of={classes}>{c => <fieldset class="plain-set"><legend>{tell('uni.part.classes')}</legend>{grades(c.items)}</fieldset>}</Show>}
    {others.length > 0 && <Show of={staff}>{s => <fieldset class="plain-set"><legend>{tell('uni.part.staff')}</legend>{list('staff',
      s.items)}</fieldset>}</Show>}
  </>
}
