/* places.tsx - addresses of before July 2025 in the records of a school: what leads to one commune is changed together; where one was split it is
 * chosen, once for all who live at the same old address, and changed with the rest. */
import { useState } from 'preact/hooks'
import { unit } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { PlaceGroup, PlaceOpen, PlacesConverted } from '../../data/types.gen.ts'
import { forgetAll } from '../../data/use.ts'
import { recordAddress } from '../../record/here.ts'
import { titleFor, typeNamed } from '../../record/known.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty } from '../../ui/state.tsx'
import { No } from '../no.tsx'

type Chosen = ReadonlyMap<PlaceGroup, string>

const Title = () => <h1><No at="/quan-tri/dia-danh" />{tell('pla.title')}</h1>

export function Places() {
  if (unit.value.kind !== 'school') return <section class="page"><header class="head"><Title /></header><Empty text={tell('pla.school')} /></section>
  return <OfSchool key={unit.value.code} />
}

/* What has been chosen since it was looked at has to be looked at again. */
function OfSchool() {
  const [seen, setSeen] = useState<PlacesConverted>(), [groups, setGroups] = useState<PlaceGroup[]>([]), [chosen, setChosen] = useState<Chosen>(new Map())
  const [old, setOld] = useState(false), { sending, problem, send } = useSending()
  const run = (dry_run: boolean) => send(async () => {
    const choices = [...chosen].map(([g, to]) => ({ value: g.value, address: g.address ?? undefined, to }))
    const answer = await api('POST', '/places/conversion', { body: { unit: unit.value.code, choices, dry_run } })
    setSeen(answer)
    setOld(false)
    if (!dry_run) { setChosen(new Map()); forgetAll() }
    if (!dry_run || chosen.size === 0) setGroups(answer.groups)
  })
  const choose = (all: PlaceGroup[], to: string) => {
    const next = new Map(chosen)
    for (const g of all) if (to) next.set(g, to); else next.delete(g)
    setChosen(next)
    setOld(true)
  }
  const ready = seen && !old && seen.convertible > 0 && seen.changed === 0
  return (
    <section class="page list">
      <header class="head"><Title /><div class="actions">
        <button type="button" class={'button' + (!seen || old ? ' primary' : '')} disabled={sending} onClick={() => void run(true)}>{tell('pla.look')}</button>
        {ready && <button type="button" class="button primary" disabled={sending}
          onClick={() => void run(false)}>{tell('pla.do', { n: number(seen.convertible) })}</button>}</div></header>
      <p class="quiet">{tell('pla.text')}</p>
      <Refused text={problem} />
      {seen && <Counts of={seen} />}
      {old && <p class="problem notice" role="status"><Icon name="alert" />{tell('pla.again')}</p>}
      {seen && !old && <Next of={seen} chooses={groups.length > 0} />}
      {groups.length > 0 && <Choices groups={groups} chosen={chosen} choose={choose} />}
      {seen && seen.items.length > 0 && <details class="each" open={groups.length === 0}><summary>{tell('pla.each')}</summary>
        <Each items={seen.items} /></details>}
    </section>
  )
}

/* What is to be done now; where something can be changed at once its button says so. */
function Next({ of, chooses }: { of: PlacesConverted; chooses: boolean }) {
  const words = of.open > 0
    ? tell(chooses ? 'pla.next' : 'pla.next.each', { n: number(of.open) })
    : of.convertible + of.changed > 0 ? '' : tell('pla.next.none')
  return words ? <p class="problem notice" role="status"><Icon name={of.open > 0 ? 'alert' : 'check'} />{words}</p> : null
}

function Counts({ of }: { of: PlacesConverted }) {
  return <>
    <dl class="pairs card"><div><dt>{tell('pla.all')}</dt><dd>{number(of.addresses)}</dd></div><div><dt>{tell('pla.current')}</dt>
      <dd>{number(of.current)}</dd></div>
      <div><dt>{tell('pla.convertible')}</dt><dd>{number(of.convertible)}{of.chosen > 0 && ' ' + tell('pla.chosen', { n: number(of.chosen) })}</dd></div>
      <div><dt>{tell('pla.open')}</dt><dd>{number(of.open)}</dd></div></dl>
    {of.changed > 0 && <p class="bar-note good" role="status"><Icon name="check" />{tell('pla.changed', { n: number(of.changed) })}</p>}
    {of.refused > 0 && <Refused text={tell('pla.refused', { n: number(of.refused), why: of.refused_detail ?? '' })} />}
  </>
}

type ChoicesProps = { groups: PlaceGroup[]; chosen: Chosen; choose: (all: PlaceGroup[], to: string) => void }

/* By old commune: for all of it at once, or for each of the addresses in it. */
function Choices({ groups, ...how }: ChoicesProps) {
  const communes = [...new Set(groups.map(g => g.value))].map(value => groups.filter(g => g.value === value))
  return <>
    <h2>{tell('pla.choose')}</h2>
    <div class="table main-table slim by-place" tabIndex={0} role="region" aria-label={tell('pla.choose')}><table>
      <thead><tr><th scope="col" class="first">{tell('pla.old')}</th><th scope="col">{tell('pla.records')}</th>
        <th scope="col">{tell('pla.new')}</th></tr></thead>
      <tbody>{communes.map(all => <>
        {all.length > 1 && <Row key={all[0]?.value} all={all} name={nameOf(all)} note={tell('pla.every')} {...how} />}
        {all.map(g => <Row key={g.value + g.address} all={[g]} inner={all.length > 1} name={all.length > 1 ? detailOf(g) : nameOf(all)}
          note={all.length > 1 ? '' : detailOf(g)} {...how} />)}
      </>)}</tbody></table></div>
  </>
}

const nameOf = (all: PlaceGroup[]) => all[0]?.name ?? tell('pla.unknown')
const detailOf = (g: PlaceGroup) => g.address ?? tell('pla.nodetail')

type RowProps = Omit<ChoicesProps, 'groups'> & { all: PlaceGroup[]; name: string; note: string; inner?: boolean }

function Row({ all, name, note, inner, chosen, choose }: RowProps) {
  const to = all.map(g => chosen.get(g) ?? ''), one = to.every(x => x === to[0]) ? to[0] ?? '' : ''
  return (
    <tr class={inner ? 'inner' : undefined}><th scope="row">{name}{note && <small> {note}</small>}</th>
      <td data-label={tell('pla.records')}>{number(all.reduce((n, g) => n + g.records, 0))}</td>
      <td data-label={tell('pla.new')}><select value={one} aria-label={`${tell('pla.new')}: ${nameOf(all)}, ${inner ? name : note}`}
        onChange={e => choose(all, e.currentTarget.value)}>
        <option value="">{tell('pla.later')}</option>{all[0]?.candidates.map(c => <option key={c.code} value={c.code}>{c.name}</option>)}</select></td></tr>
  )
}

const Each = ({ items }: { items: PlaceOpen[] }) => (
  <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('pla.each')}><table>
    <thead><tr><th scope="col" class="first">{tell('pla.record')}</th><th scope="col">{tell('pla.field')}</th><th scope="col">{tell('pla.old')}</th>
      <th scope="col">{tell('pla.new')}</th></tr></thead>
    <tbody>{items.map(x => <Open key={x.record + x.field} x={x} />)}</tbody></table></div>
)

function Open({ x }: { x: PlaceOpen }) {
  const type = typeNamed(x.type)
  return (
    <tr><th scope="row">{type ? <a href={recordAddress(type.plural, x.record, { o: x.field })}>{titleFor(type.name, x.record) ?? '…'}</a> : '…'}</th>
      <td data-label={tell('pla.field')}>{x.label}</td><td data-label={tell('pla.old')}>{x.name ?? tell('pla.unknown')}</td>
      <td data-label={tell('pla.new')}>{x.candidates.map(c => c.name).join(', ')}</td></tr>
  )
}
