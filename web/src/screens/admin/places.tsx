/* places.tsx - addresses of before July 2025 in the records of a school: what leads to one commune is changed together, what was split is chosen. */
import { useState } from 'preact/hooks'
import { unit } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { PlaceOpen, PlacesConverted } from '../../data/types.gen.ts'
import { forgetAll } from '../../data/use.ts'
import { recordAddress } from '../../record/here.ts'
import { titleFor, typeNamed } from '../../record/known.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty } from '../../ui/state.tsx'
import { No } from '../no.tsx'

export function Places() {
  const [seen, setSeen] = useState<PlacesConverted>(), { sending, problem, send } = useSending()
  const run = (dry_run: boolean) => send(async () => {
    setSeen(await api('POST', '/places/conversion', { body: { unit: unit.value.code, dry_run } }))
    if (!dry_run) forgetAll()
  })
  if (unit.value.kind !== 'school') return <section class="page"><header class="head"><h1><No at="/quan-tri/dia-danh" />{tell('pla.title')}</h1></header>
    <Empty text={tell('pla.school')} />
    </section>
  return (
    <section class="page list">
      <header class="head"><h1><No at="/quan-tri/dia-danh" />{tell('pla.title')}</h1><div class="actions">
        <button type="button" class={'button' + (seen ? '' : ' primary')} disabled={sending} onClick={() => void run(true)}>{tell('pla.look')}</button>
        {seen && seen.convertible > 0 && seen.changed === 0 && <button type="button" class="button primary" disabled={sending}
          onClick={() => void run(false)}>{tell('pla.do', { n: number(seen.convertible) })}</button>}</div></header>
      <p class="quiet">{tell('pla.text')}</p>
      <Refused text={problem} />
      {seen && <Found of={seen} />}
    </section>
  )
}

function Found({ of }: { of: PlacesConverted }) {
  return <>
    <dl class="pairs card"><div><dt>{tell('pla.all')}</dt><dd>{number(of.addresses)}</dd></div><div><dt>{tell('pla.current')}</dt>
      <dd>{number(of.current)}</dd></div>
      <div><dt>{tell('pla.convertible')}</dt><dd>{number(of.convertible)}</dd></div><div><dt>{tell('pla.open')}</dt><dd>{number(of.open)}</dd></div></dl>
    {of.changed > 0 && <p class="bar-note good" role="status"><Icon name="check" />{tell('pla.changed', { n: number(of.changed) })}</p>}
    {of.refused > 0 && <Refused text={tell('pla.refused', { n: number(of.refused), why: of.refused_detail ?? '' })} />}
    {of.items.length > 0 && <><h2>{tell('pla.choose')}</h2><div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('pla.choose')}><table>
      <thead><tr><th scope="col" class="first">{tell('pla.record')}</th><th scope="col">{tell('pla.field')}</th><th scope="col">{tell('pla.old')}</th>
        <th scope="col">{tell('pla.new')}</th></tr></thead>
      <tbody>{of.items.map(x => <Open key={x.record + x.field} x={x} />)}</tbody></table></div></>}
  </>
}

function Open({ x }: { x: PlaceOpen }) {
  const type = typeNamed(x.type)
  return (
    <tr><th scope="row">{type ? <a href={recordAddress(type.plural, x.record, { o: x.field })}>{titleFor(type.name, x.record) ?? '…'}</a> : '…'}</th>
      <td data-label={tell('pla.field')}>{x.label}</td><td data-label={tell('pla.old')}>{x.name ?? tell('pla.unknown')}</td>
      <td data-label={tell('pla.new')}>{x.candidates.map(c => c.name).join(', ')}</td></tr>
  )
}
