/* checklist.tsx - a list of what is missing for a purpose: of a school each person with the fields that are empty, of an office how many have everything. */
import { unit, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Checklist, ChecklistItem, ChecklistPart, ChecklistResult } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { entryFor, recordAddress } from '../../record/here.ts'
import { moment, number, showYear, t } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { Icon } from '../../ui/icon.tsx'
import { usePrintKey } from '../../ui/keys.ts'
import { Share as Bar } from '../../ui/share.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { ALL_LISTS, calledOf, listAt } from './lists.tsx'
import { inClasses, lastOf, printMissing } from './paper.tsx'
import { CLASS } from './ofclass.tsx'
import { asked, Pick } from './pick.tsx'
import { Share } from './share.tsx'
import { below, Up } from './units.tsx'

const PAGE = 500

export function ChecklistPage({ name }: { name: string }) {
  return <Show of={useGet('/quality/checklists')} right={['quality', 'read']}>{({ items }) => {
    const x = items.find(c => c.name === name)
    if (!x) return <section class="page"><Empty text={tell('l.unknown')} /></section>
    return (
      <section class="page list quality" key={unit.value.code}>
        <p class="crumb"><a href={ALL_LISTS}><Icon name="left" />{tell('l.all')}</a></p>
        <Up at={listAt(name)} />
        {unit.value.kind === 'school' ? <OfSchool list={x} /> : <><Head list={x} /><OfOffice list={x} /></>}
      </section>)
  }}</Show>
}

/* Its number, where the menu has it. */
function Head({ list, print }: { list: Checklist; print?: () => void }) {
  const no = entryFor(listAt(list.name))?.number
  return (
    <header class="head"><div><h1>{no && <span class="no">{no}</span>}{calledOf(list)}</h1>
      <p class="quiet">{unit.value.name} · {tell('u.year', { year: showYear(year.value) })}</p></div>
      {print && <div class="actions"><button type="button" class="button keep" onClick={print}><Icon name="print" />{tell('l.print')}</button></div>}</header>
  )
}

/* ---- a school ---- */

function OfSchool({ list }: { list: Checklist }) {
  const path = `/quality/checklists/${list.name}${query({ unit: unit.value.code, year: year.value, limit: PAGE })}`, pages = usePages<ChecklistItem>(path)
  const told = pages.first.data as ChecklistResult | undefined, left = told ? told.records - told.complete : 0
  const print = left > 0 ? () => void printMissing(list, asked(CLASS)) : undefined
  usePrintKey(print ?? (() => window.print()))
  return <>
    <Head list={list} print={print} />
    <Show of={pages.first} right={['quality', 'read']}>{() => {
      const { records, complete } = told as ChecklistResult, rows = inClasses(pages.items, asked(CLASS))
      if (records === 0) return <Empty text={tell('l.nobody')} />
      return <>
        <div class="totals"><p>{tell('l.whole', { n: number(complete), of: number(records) })}</p><Bar parts={[['good', complete / records]]} /></div>
        {left === 0 ? <p class="done"><Icon name="check" />{tell('l.done')}</p> : <><Classes items={pages.items} />
          <People rows={rows} plural={list.plural} /></>}
        {pages.more && <p class="center"><button type="button" class="button" onClick={() => void pages.more?.()}>{t('state.more')}</button></p>}
      </>
    }}</Show>
  </>
}

function Classes({ items }: { items: ChecklistItem[] }) {
  const names = [...new Set(inClasses(items).map(x => x.class ?? ''))].filter(Boolean)
  return names.length < 2 ? null : <div class="filters open" role="search" aria-label={tell('q.filter')}>
    <Pick name={CLASS} label={tell('q.class')} all={tell('q.any')} options={names.map(n => [n, n])} /></div>
}

const People = ({ rows, plural }: { rows: ChecklistItem[]; plural: string }) => (
  <div class="table slim people" tabIndex={0} role="region" aria-label={tell('l.missing')}><table>
    <thead><tr><th scope="col" class="ordinal">{tell('l.no')}</th><th scope="col">{tell('l.person')}</th><th scope="col">{tell('q.class')}</th>
      <th scope="col">{tell('l.missing')}</th></tr></thead>
    <tbody>{rows.map((x, i) => (
      <tr key={x.record}><td class="ordinal">{i + 1}</td>
        <th scope="row"><a href={recordAddress(plural, x.record ?? '', { o: lastOf(x.missing[0]?.field ?? '') })}>{x.title ?? tell('q.record')}</a></th>
        <td data-label={tell('q.class')}>{x.class}</td>
        <td data-label={tell('l.missing')}><span class="empties">{x.missing.map(f => (
          <a key={f.field} class="name" href={recordAddress(plural, x.record ?? '', { o: lastOf(f.field) })}>{f.label}</a>))}</span></td></tr>))}</tbody>
  </table></div>
)

/* ---- an office ---- */

function OfOffice({ list }: { list: Checklist }) {
  const told = useGet('/quality/checklists/{name}/units', { at: { name: list.name }, query: { within: unit.value.code, year: year.value } })
  return <Show of={told} right={['quality', 'read']}>{({ items }) => (items.length === 0 ? <Empty text={tell('l.none.below')} /> : <>
    {unit.value.kind === 'ministry' && <CountedOf items={items} />}
    <div class="table slim units" tabIndex={0} role="region" aria-label={calledOf(list)}><table>
      <thead><tr><th scope="col">{tell('u.unit')}</th><th scope="col" class="integer">{tell('u.schools')}</th>
        <th scope="col" class="integer">{tell('c.left')}</th>
        <th scope="col">{tell('l.full')}</th></tr></thead>
      <tbody>{items.map(x => <Line key={x.unit} x={x} to={below(listAt(list.name), x.unit)} />)}</tbody>
      <tfoot><Line x={sum(items)} /></tfoot>
    </table></div></>)}</Show>
}

/* The people of the whole country are not counted for one look. */
function CountedOf({ items }: { items: ChecklistPart[] }) {
  const oldest = items.flatMap(x => x.counted_at ?? []).sort()[0]
  return <p class="quiet counted-at">{oldest ? tell('u.counted', { when: moment(oldest) }) : tell('u.never')}</p>
}

const sum = (items: ChecklistPart[]): ChecklistPart => items.reduce(
  (all, x) => ({ ...all, schools: all.schools + x.schools, records: all.records + x.records, complete: all.complete + x.complete }),
  { unit: '', name: tell('u.all', { name: unit.value.name }), kind: '', schools: 0, records: 0, complete: 0 })

const Line = ({ x, to }: { x: ChecklistPart; to?: string }) => (
  <tr><th scope="row">{to ? <a href={to}>{x.name}</a> : x.name}</th><td class="integer" data-label={tell('u.schools')}>{number(x.schools)}</td>
    <td class="integer" data-label={tell('c.left')}>{number(x.records - x.complete)}</td><Share label={tell('l.full')} n={x.complete} of={x.records} /></tr>
)
