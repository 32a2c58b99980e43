/* unitact.tsx - a unit is closed, merged, split, moved or opened again: asked, tried without being done, shown what it touches, and done when its code
 * has been typed. */
import { useState } from 'preact/hooks'
import { year } from '../../app/session.ts'
import { api, query } from '../../data/api.ts'
import type { UnitName, UnitTrial } from '../../data/types.gen.ts'
import type { Page, Rec } from '../../data/types.ts'
import { forget, useGet, type Answer } from '../../data/use.ts'
import { typeNamed } from '../../record/known.ts'
import { number, readDate, say } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Show } from '../../ui/state.tsx'
import { DayInput, UnitInput } from './ask.tsx'
import { withNames } from './named.ts'

export type ActOf = 'close' | 'merge' | 'split' | 'move' | 'reopen'
type Said = { day: string; decision: string; dissolve: boolean; to?: UnitName; reason: string; parts: Part[] }
type Part = { unit: string; name: string; classes: string[]; staff: string[] }
type Set = (change: Partial<Said>) => void

export function UnitAct({ act, unit, onClose }: { act: ActOf; unit: UnitName; onClose: () => void }) {
  const [said, setSaid] = useState<Said>({ day: '', decision: '', dissolve: false, reason: '', parts: [] }), [seen, setSeen] = useState<UnitTrial>(), [code,
    setCode] = useState('')
  const whose = useWhose(unit, act === 'split'), names = new Map([...whose.classes.data?.items ?? [], ...whose.staff.data?.items ?? []].map(r =>
    [r.code, String(r['title'] ?? r.code)]))
  const { sending, problem, send } = useSending(), set: Set = change => { setSeen(undefined); setSaid({ ...said, ...change }) }
  const ready = isReady(act, said, unit), path = act === 'move' ? '/units/move' : `/units/${unit.code}/${act}`
  const look = () => send(async () => setSeen(await api<UnitTrial>('POST', path, { body: { ...bodyOf(act, unit, said), dry_run: true } })))
  const go = () => send(async () => {
    await api('POST', path, { body: bodyOf(act, unit, said) })
    forget('/units')
    onClose()
  })
  const tries = act !== 'reopen', sure = !tries || (seen !== undefined && seen.problems.length === 0 && code.trim() === unit.code)
  return (
    <Dialog wide={act === 'split'} title={`${tell(`uni.${act}`)}: ${unit.name}`} onClose={onClose} onSubmit={() => void (sure ? go() : look())}
      actions={tries && !seen ? <button type="submit" class="button primary" disabled={!ready || sending}>{tell('uni.look')}</button>
        : <button type="submit" class="button primary" disabled={!ready || sending || !sure}>{tell(`uni.${act}`)}</button>}>
      <Questions act={act} unit={unit} said={said} set={set} whose={whose} />
      {seen && <Touched of={seen} names={names} />}
      {seen && seen.problems.length === 0 && <label class="stack">{tell('uni.type', { code: unit.code })}<input value={code}
        autocomplete="off" inputMode="numeric"
        onInput={e => setCode(e.currentTarget.value)} /></label>}
      <Refused text={problem && withNames(problem, names)} />
    </Dialog>
  )
}

function isReady(act: ActOf, s: Said, unit: UnitName): boolean {
  if (act === 'reopen') return s.reason.trim() !== ''
  if (!readDate(s.day)) return false
  if (act === 'split') return s.parts.some(p => p.unit !== unit.code && p.classes.length > 0)
  return act === 'close' || (s.to !== undefined && s.to.code !== unit.code)
}

function bodyOf(act: ActOf, unit: UnitName, s: Said): Record<string, unknown> {
  const date = readDate(s.day), decision = s.decision.trim() || undefined
  switch (act) {
    case 'reopen': return { reason: s.reason.trim() }
    case 'close': return { date, decision, dissolve: s.dissolve || undefined }
    case 'merge': return { date, decision, into: s.to?.code }
    case 'move': return { units: [unit.code], to: s.to?.code, from: date }
    case 'split': return { date, decision, parts: s.parts.map(p => ({ unit: p.unit, classes: p.classes, staff: p.staff })) }
  }
}

function Questions({ act, unit, said, set, whose }: { act: ActOf; unit: UnitName; said: Said; set: Set; whose: Whose }) {
  if (act === 'reopen') return <label class="stack">{tell('uni.reason')}<input value={said.reason} maxLength={500} autocomplete="off"
    onInput={e => set({ reason: e.currentTarget.value })} /></label>
  return <>
    {(act === 'merge' || act === 'move') && <div class="stack"><label for="uni-to">{tell(`uni.${act}.to`)}</label>
      <UnitInput id="uni-to" value={said.to} onChange={to => set({ to })} /></div>}
    <DayInput label={tell('uni.from')} text={said.day} onInput={day => set({ day })} />
    {act !== 'move' && <label class="stack">{tell('uni.decision')}<input value={said.decision} maxLength={100} autocomplete="off"
      onInput={e => set({ decision: e.currentTarget.value })} /></label>}
    {act === 'close' && <label class="check"><input type="checkbox" checked={said.dissolve}
      onChange={e => set({ dissolve: e.currentTarget.checked })} /> {tell('uni.dissolve')}</label>}
    {act === 'split' && <Parts unit={unit} parts={said.parts} set={parts => set({ parts })} whose={whose} />}
  </>
}

/* What it would touch, and why it cannot be. */
function Touched({ of, names }: { of: UnitTrial; names: ReadonlyMap<string, string> }) {
  const once = (n: number | null | undefined, type: string) => (of.records[type] ? 0 : n) // told among the records
  const counts = [['uni.touch.units', of.units], ['uni.touch.learners', once(of.learners, 'learners')], ['uni.touch.staff', once(of.staff, 'staff')],
    ['uni.touch.accounts', of.accounts], ['uni.touch.reports', of.reports]] as const
  return (
    <section class="touched"><h3>{tell('uni.touch')}</h3>
      <dl class="pairs">{counts.filter(c => c[1]).map(([key, n]) => <div key={key}><dt>{tell(key)}</dt><dd>{number(n ?? 0)}</dd></div>)}
        {Object.entries(of.records).filter(r => r[1]).map(([type, n]) => <div key={type}><dt>{typeLabel(type)}</dt><dd>{number(n)}</dd></div>)}</dl>
      {of.problems.map(p => <p key={p.key + p.message} class="problem" role="alert"><Icon name="alert" />{withNames(p.message, names)}</p>)}
    </section>
  )
}

const typeLabel = (type: string) => { const x = typeNamed(type); return x ? say(x.label) : '…' }

/* ---- a school in parts: each class and each of the staff goes somewhere; what is not said stays ---- */

type Whose = { classes: Answer<Page<Rec>>; staff: Answer<Page<Rec>> }

/* The classes of the year and the staff, where they are asked for. */
const useWhose = (unit: UnitName, asked: boolean): Whose => ({
  classes: useGet<Page<Rec>>(asked ? `/classes${query({ unit: unit.code, year: year.value, fields: 'title,homeroom_teacher', limit: 200 })}` : undefined),
  staff: useGet<Page<Rec>>(asked ? `/staff${query({ unit: unit.code, fields: 'title', limit: 200 })}` : undefined),
})

function Parts({ unit, parts, set, whose }: { unit: UnitName; parts: Part[]; set: (p: Part[]) => void; whose: Whose }) {
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
  const give = (kind: 'classes' | 'staff', code: string, to: string) => {
    const rest = parts.map(p => ({ ...p, [kind]: p[kind].filter(x => x !== code), staff: p.staff.filter(x => x !== code && !(p.unit === unit.code
      && classes.data?.items.some(c => c.code === code && c.homeroom_teacher === x))) }))
    change(rest.map(p => (p.unit === to ? { ...p, [kind]: [...p[kind], code] } : p)))
  }
  const where = (kind: 'classes' | 'staff', code: string) => parts.find(p => p[kind].includes(code))?.unit ?? ''
  const list = (kind: 'classes' | 'staff', rows: Rec[]) => rows.map(r => {
    const led = kind === 'staff' ? leads(parts, r.code) : undefined
    return (
      <label key={r.code} class="give"><span>{String(r['title'] ?? r.code)}</span><select value={where(kind, r.code)}
        onChange={e => give(kind, r.code, e.currentTarget.value)}>
        {led && <option value="">{tell('uni.follows', { name: String(led['title'] ?? '') })}</option>}<option value={unit.code}>{tell('uni.stays')}</option>
        {others.map(p => <option key={p.unit} value={p.unit}>{p.name}</option>)}</select></label>
    )
  })
  return <>
    <div class="stack"><label for="uni-part">{tell('uni.part.add')}</label><UnitInput id="uni-part" value={adding} onChange={add} /></div>
    {others.length > 0 && <p class="chips">{others.map(p => <button key={p.unit} type="button" class="chip on"
      onClick={() => change(parts.filter(x => x !== p))}>{p.name}
      <Icon name="x" /><span class="hidden">{tell('uni.part.drop')}</span></button>)}</p>}
    {others.length > 0 && <Show of={classes}>{c => <fieldset class="plain-set"><legend>{tell('uni.part.classes')}</legend>{list('classes',
      c.items)}</fieldset>}</Show>}
    {others.length > 0 && <Show of={staff}>{s => <fieldset class="plain-set"><legend>{tell('uni.part.staff')}</legend>{list('staff',
      s.items)}</fieldset>}</Show>}
  </>
}
