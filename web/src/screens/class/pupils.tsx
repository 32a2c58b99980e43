/* pupils.tsx - the list of a class: who is in it; chosen ones move to another class; its order is set here. */
import { useState } from 'preact/hooks'
import { isOwn, may, ofClasses } from '../../app/session.ts'
import type { Rec } from '../../data/types.ts'
import { listAddress, recordAddress } from '../../record/here.ts'
import { inWords, Shown } from '../../record/shown.tsx'
import { number, showDate } from '../../text/index.ts'
import { tell } from '../../text/class.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty } from '../../ui/state.tsx'
import { Enrol } from './enrol.tsx'
import { Move } from './move.tsx'
import { inOrder } from './order.ts'
import { Order } from './ordering.tsx'

export const nameOf = (r: Rec) => String(r['learner.full_name'] ?? r.code)
export const bornOf = (r: Rec) => (r['learner.birth_date'] ? showDate(String(r['learner.birth_date'])) : String(r['learner.birth_year'] ?? ''))
export const sexOf = (r: Rec) => inWords({ type: 'code', list: 'sex' }, r['learner.sex'] ?? null)
const FEMALE = '02'
export const girls = (rows: Rec[]) => rows.filter(r => r['learner.sex'] === FEMALE).length

type Props = { rec: Rec; byName: Rec[]; more: boolean; left: number }

export function Pupils({ rec, byName, more, left }: Props) {
  const rows = inOrder(byName)
  const [chosen, setChosen] = useState<Set<string>>(new Set()), [doing, setDoing] = useState<'move' | 'order' | 'enrol'>(), [told, setTold] = useState('')
  const write = isOwn.value && may('learners', 'write') && !ofClasses(), picked = rows.filter(r => chosen.has(r.code))
  const tick = (code: string, on: boolean) => { const next = new Set(chosen); on ? next.add(code) : next.delete(code); setChosen(next) }
  const end = (words = '') => { setDoing(undefined); setTold(words) }
  return (
    <section class="card class-pupils">
      <header class="head"><h2>{tell('pup.title')} <span class="count">{rows.length > 0 && tell('pup.count', { n: number(rows.length),
        girls: number(girls(rows)) })}
      </span></h2>
        {write && doing !== 'order' && <div class="actions">
          {picked.length > 0 && <><span class="keep" role="status">{tell('move.chosen', { n: number(picked.length) })}</span>
            <button type="button" class="button primary keep" onClick={() => setDoing('move')}>{tell('move.do')}</button></>}
          {picked.length === 0 && rows.length > 1 && !more && <button type="button" class="button keep"
            onClick={() => { setTold(''); setDoing('order') }}>{tell('order.do')}</button>}
          {picked.length === 0 && <button type="button" class="button keep" onClick={() => { setTold(''); setDoing('enrol') }}>
            <Icon name="plus" />{tell('pup.add')}</button>}</div>}
      </header>
      {told && <p class="done" role="status"><Icon name="check" />{told}</p>}
      {rows.length === 0 ? <Empty text={tell('pup.none')} /> : doing === 'order' ? <Order rows={rows} byName={byName} onClose={end} />
        : <List rows={rows} chosen={chosen} tick={write ? tick : undefined} tickAll={on => setChosen(new Set(on ? rows.map(r => r.code) : []))} />}
      {more && <p class="quiet">{tell('pup.more', { n: number(rows.length) })} <a href={listAddress('enrolments', { class: rec.code })}>{tell('pup.all')}</a>
        </p>}
      {left > 0 && <p><a href={listAddress('enrolments', { class: rec.code, gone: '1' })}>{tell('pup.left', { n: number(left) })}</a></p>}
      {doing === 'enrol' && <Enrol rec={rec} onClose={end} onDone={end} />}
      {doing === 'move' && <Move rec={rec} rows={picked} onClose={end} onMoved={words => { setChosen(new Set()); end(words) }} />}
    </section>
  )
}

type ListProps = { rows: Rec[]; chosen: Set<string>; tick?: (code: string, on: boolean) => void; tickAll: (on: boolean) => void }

function List({ rows, chosen, tick, tickAll }: ListProps) {
  return (
    <div class={'table main-table slim' + (tick ? ' ticked' : '')} tabIndex={0} role="region" aria-label={tell('pup.title')}><table>
      <thead><tr>
        {tick && <th class="tick" scope="col"><input type="checkbox" aria-label={tell('pup.ticks')} checked={rows.every(r => chosen.has(r.code))}
          onChange={e => tickAll(e.currentTarget.checked)} /></th>}
        <th class="ordinal" scope="col">{tell('pup.no')}</th><th scope="col" class="first">{tell('pup.name')}</th><th scope="col">{tell('pup.born')}</th>
        <th scope="col">{tell('pup.sex')}</th><th scope="col">{tell('pup.status')}</th></tr></thead>
      <tbody>{rows.map((r, i) => (
        <tr key={r.code} class={chosen.has(r.code) ? 'chosen' : undefined}>
          {tick && <td class="tick"><input type="checkbox" aria-label={tell('pup.tick', { name: nameOf(r) })} checked={chosen.has(r.code)}
            onChange={e => tick(r.code, e.currentTarget.checked)} /></td>}
          <td class="ordinal">{i + 1}</td>
          <th scope="row"><a href={recordAddress('learners', String(r.learner))}>{nameOf(r)}</a></th>
          <td data-label={tell('pup.born')}>{bornOf(r)}</td><td data-label={tell('pup.sex')}>{sexOf(r)}</td>
          <td data-label={tell('pup.status')}><Shown of={{ type: 'code', list: 'learner_status' }} value={r.status} /></td></tr>
      ))}</tbody></table></div>
  )
}
