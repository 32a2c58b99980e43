/* unitact.tsx - a unit is closed, merged, split, moved or opened again: asked, tried without being done, shown what it touches, and done when its code
 * has been typed. */
import { useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import type { UnitName, UnitTrial } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { typeNamed } from '../../record/known.ts'
import { UnitInput } from '../../record/unitinput.tsx'
import { number, readDate, say } from '../../text/index.ts'
import { tell, type AdminKey } from '../../text/admin.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { DayInput, isToCome } from './ask.tsx'
import { withNames } from './named.ts'
import { Parts, useWhose, type Part, type Whose } from './unitparts.tsx'

export type ActOf = 'close' | 'merge' | 'split' | 'move' | 'reopen'
type Said = { day: string; decision: string; dissolve: boolean; to?: UnitName; reason: string; parts: Part[] }
type Set = (change: Partial<Said>) => void

export function UnitAct({ act, unit, onClose }: { act: ActOf; unit: UnitName; onClose: () => void }) {
  const [said, setSaid] = useState<Said>({ day: '', decision: '', dissolve: false, reason: '', parts: [] }), [seen, setSeen] = useState<UnitTrial>(), [code,
    setCode] = useState('')
  const whose = useWhose(unit, act === 'split'), names = new Map([...whose.classes.data?.items ?? [], ...whose.staff.data?.items ?? []].map(r =>
    [r.code, String(r['title'] ?? r.code)]))
  const { sending, problem, send } = useSending(), set: Set = change => { setSeen(undefined); setSaid({ ...said, ...change }) }
  const lacks = lackOf(act, said, unit), ready = !lacks, path = act === 'move' ? '/units/move' : `/units/${unit.code}/${act}`
  const look = () => send(async () => setSeen(await api<UnitTrial>('POST', path, { body: { ...bodyOf(act, unit, said), dry_run: true } })))
  const go = () => send(async () => {
    await api('POST', path, { body: bodyOf(act, unit, said) })
    forget('/units')
    onClose()
  })
  const tries = act !== 'reopen', sure = !tries || (seen !== undefined && seen.problems.length === 0 && code.trim() === unit.code)
  const words = lacks ? tell(lacks) : seen?.problems.length ? tell('uni.lack.problems') : seen && !sure ? tell('uni.type', { code: unit.code }) : ''
  return (
    <Dialog wide={act === 'split'} title={`${tell(`uni.${act}`)}: ${unit.name}`} onClose={onClose} onSubmit={() => void (sure ? go() : look())}
      actions={<><Lacks words={words} />{tries && !seen ? <button type="submit" class="button primary" disabled={!ready || sending}>{tell('uni.look')}</button>
        : <button type="submit" class="button primary" disabled={!ready || sending || !sure}>{tell(`uni.${act}`)}</button>}</>}>
      <Questions act={act} unit={unit} said={said} set={set} whose={whose} />
      {seen && <Touched of={seen} names={names} split={act === 'split'} />}
      {seen && seen.problems.length === 0 && <label class="stack">{tell('uni.type', { code: unit.code })}<input value={code}
        autocomplete="off" inputMode="numeric"
        onInput={e => setCode(e.currentTarget.value)} /></label>}
      <Refused text={problem && withNames(problem, names)} />
    </Dialog>
  )
}

/* What has to be said first. */
function lackOf(act: ActOf, s: Said, unit: UnitName): AdminKey | undefined {
  if (act === 'reopen') return s.reason.trim() ? undefined : 'uni.lack.reason'
  if ((act === 'merge' || act === 'move') && (!s.to || s.to.code === unit.code)) return s.to ? 'uni.lack.itself' : `uni.lack.${act}`
  if (!readDate(s.day)) return 'uni.lack.day'
  if (isToCome(s.day)) return 'uni.lack.later'
  const others = s.parts.filter(p => p.unit !== unit.code)
  return act !== 'split' || others.some(p => p.classes.length > 0) ? undefined : others.length ? 'uni.lack.class' : 'uni.lack.part'
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
      <UnitInput id="uni-to" value={said.to} but={[unit.code]} onChange={to => set({ to })} /></div>}
    <DayInput label={tell('uni.from')} text={said.day} onInput={day => set({ day })} />
    {act !== 'move' && <label class="stack">{tell('uni.decision')}<input value={said.decision} maxLength={100} autocomplete="off"
      onInput={e => set({ decision: e.currentTarget.value })} /></label>}
    {act === 'close' && <label class="check"><input type="checkbox" checked={said.dissolve}
      onChange={e => set({ dissolve: e.currentTarget.checked })} /> {tell('uni.dissolve')}</label>}
    {act === 'split' && <Parts unit={unit} parts={said.parts} set={parts => set({ parts })} whose={whose} />}
  </>
}

const SHOWN = 3

/* Why it cannot be; what it would touch, in sum and then by type of record: in a split only a part of the school, and of each part where it goes. */
function Touched({ of, names, split }: { of: UnitTrial; names: ReadonlyMap<string, string>; split: boolean }) {
  const counts = [['uni.touch.units', of.units], ['uni.touch.learners', of.learners], ['uni.touch.staff', of.staff], ['uni.touch.accounts', of.accounts],
    ['uni.touch.reports', of.reports]] as const
  const records = Object.entries(of.records).filter(r => r[1]), why = [...new Set(of.problems.map(p => withNames(p.message, names)))]
  const told = (all: string[]) => all.map(x => <p key={x} class="problem" role="alert"><Icon name="alert" />{x}</p>)
  return (
    <section class="touched">
      {told(why.slice(0, SHOWN))}
      {why.length > SHOWN && <details><summary>{tell('uni.why.more', { n: number(why.length - SHOWN) })}</summary>{told(why.slice(SHOWN))}</details>}
      {split ? of.parts.map(p => <Goes key={p.unit} name={p.name} records={p.records} />) : <><h3>{tell('uni.touch')}</h3>
      <dl class="pairs">{counts.filter(c => c[1]).map(([key, n]) => <div key={key}><dt>{tell(key)}</dt><dd>{number(n ?? 0)}</dd></div>)}</dl></>}
      {records.length > 0 && <details><summary>{tell('uni.touch.records', { n: number(records.reduce((n, r) => n + r[1], 0)) })}</summary>
        <dl class="pairs">{records.map(([type, n]) => <div key={type}><dt>{typeLabel(type)}</dt><dd>{number(n)}</dd></div>)}</dl></details>}
    </section>
  )
}

const Goes = ({ name, records }: { name: string; records: Record<string, number> }) => <>
  <h3>{tell('uni.touch.part', { name })}</h3>
  <dl class="pairs">{([['uni.touch.learners', 'learners'], ['uni.touch.staff', 'staff'], ['uni.touch.classes', 'classes']] as const).map(([key, plural]) =>
    <div key={key}><dt>{tell(key)}</dt><dd>{number(records[plural] ?? 0)}</dd></div>)}</dl>
</>

const typeLabel = (type: string) => { const x = typeNamed(type); return x ? say(x.label) : '…' }
