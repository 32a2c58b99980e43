/* ordering.tsx - the order of a class's list: by name, or one pupil up and down; nothing is written before it is saved. */
import { useEffect, useState } from 'preact/hooks'
import { guard } from '../../app/router.ts'
import type { Rec } from '../../data/types.ts'
import { sendChanges } from '../../record/lines.ts'
import { tell } from '../../text/class.ts'
import { t } from '../../text/index.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { forgetClass } from '../classes.ts'
import { put, renumbered } from './order.ts'
import { bornOf, nameOf } from './pupils.tsx'

type Props = { rows: Rec[]; byName: Rec[]; onClose: (words?: string) => void }

/* As it was arranged, of the pupils there are now: who came meanwhile stands behind, who left is gone. */
const arranged = (codes: string[], rows: Rec[]) => {
  const there = new Map(rows.map(r => [r.code, r]))
  return [...codes.map(c => there.get(c)).filter(r => r !== undefined), ...rows.filter(r => !codes.includes(r.code))]
}
const same = (a: string[], b: string[]) => a.length === b.length && a.every((c, i) => c === b[i])
const codesOf = (rows: Rec[]) => rows.map(r => r.code)

export function Order({ rows, byName, onClose }: Props) {
  const [codes, setCodes] = useState(codesOf(rows)), [begun, setBegun] = useState(codesOf(rows)), [told, setTold] = useState('')
  const order = arranged(codes, rows), setOrder = (all: Rec[]) => setCodes(codesOf(all)), others = !same(begun, codesOf(rows))
  const { sending, problem, send } = useSending(), touched = !same(codesOf(order), codesOf(rows))
  useEffect(() => guard(() => (touched ? 1 : 0), () => !touched || confirm(tell('order.leave'))), [touched])
  const move = (at: number, by: number) => {
    const one = order[at], next = put(order, at, at + by)
    if (!one || next === order) return
    setOrder(next)
    setTold(tell('order.at', { name: nameOf(one), n: at + by + 1 }))
  }
  const save = () => send(async () => {
    const refused = (await sendChanges('enrolments', renumbered(order))).find(x => !x.ok)
    await forgetClass('/enrolments')
    if (refused) throw new Error(refused.keys.includes('record.stale') ? tell('order.stale') : tell('order.refused', { why: refused.words.join(' ') }))
    onClose(tell('order.saved'))
  })
  return (
    <div class="ordering">
      <p class="quiet">{tell('order.how')}</p>
      <p class="actions">
        <button type="button" class="button primary" disabled={sending} onClick={() => void save()}>{sending ? t('form.saving') : tell('order.save')}</button>
        <button type="button" class="button keep" onClick={() => setOrder(byName)}>{tell('order.name')}</button>
        <button type="button" class="button plain" onClick={() => onClose()}>{tell('order.cancel')}</button></p>
      <Refused text={problem} />
      {others && <p class="bar-note" role="alert"><Icon name="alert" />{tell('order.others')}
        <button type="button" class="button" onClick={() => { setBegun(codesOf(rows)); setOrder(rows) }}>{tell('order.theirs')}</button>
        <button type="button" class="button" onClick={() => setBegun(codesOf(rows))}>{tell('order.mine')}</button></p>}
      <p class="hidden" role="status">{told}</p>
      <ol>{order.map((r, i) => (
        <li key={r.code} onKeyDown={e => turn(e, by => move(i, by))}><span class="ordinal">{i + 1}</span><span
          class="pupil">{nameOf(r)} <small>{bornOf(r)}</small></span>
          <button type="button" class="button plain rise" aria-disabled={i === 0} onClick={() => move(i, -1)}><Icon name="left" />
            <span class="hidden">{tell('order.up', { name: nameOf(r) })}</span></button>
          <button type="button" class="button plain fall" aria-disabled={i === order.length - 1} onClick={() => move(i, 1)}><Icon name="left" />
            <span class="hidden">{tell('order.down', { name: nameOf(r) })}</span></button></li>
      ))}</ol>
    </div>
  )
}

/* The arrow keys carry the pupil along; the focus stays on her. */
function turn(e: KeyboardEvent, move: (by: number) => void) {
  const by = e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' ? 1 : 0
  if (!by || e.altKey || e.ctrlKey) return
  e.preventDefault()
  const here = e.target as HTMLElement
  move(by)
  queueMicrotask(() => here.focus())
}
