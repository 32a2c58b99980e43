/* parts.tsx - what belongs to a record: a short list of another type, edited in place.  Which there are the catalogue says. */
import { useState } from 'preact/hooks'
import { may, year } from '../app/session.ts'
import { query } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Page, Rec } from '../data/types.ts'
import { say, showYear, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Empty, Show } from '../ui/state.tsx'
import { takes, takesMore } from './away.ts'
import { blank, makeDraft, type Draft } from './draft.ts'
import type { Fault } from './field.tsx'
import { RecordFields } from './fields.tsx'
import { recordAddress } from './here.ts'
import { namedFields, Offers, OPEN } from './named.tsx'
import { asShown, Shown } from './shown.tsx'
import { isColumn, itemOf, classOf, mayAdd, mayWrite, useType, valueOf, type Item, type Part, type Type } from './type.ts'

type Props = { part: Part; owner: Draft; drafts: Map<string, Draft> }

export function PartList(p: Props) {
  return <Show of={useType(p.part.type)}>{type => <Rows {...p} type={type} />}</Show>
}

/* All but whose they are, which the page says already. */
function columnsOf(type: Type, part: Part): Item[] {
  const others = (x: Item) => x.path.split('.')[0] !== part.field
  const told = type.screen.list.filter(others)
  return (told.length ? told : type.fields.filter(f => isColumn(f) && f.name !== part.field).map(itemOf)).slice(0, 6)
}

const NEW = 'new'

function Rows({ part, owner, drafts, type }: Props & { type: Type }) {
  const code = owner.rec.value.code, columns = columnsOf(type, part), [open, setOpen] = useState<string>()
  const list = useGet<Page<Rec>>(`/${part.type}${query({ unit: owner.rec.value.unit, filter: `${part.field}.code == "${code}"`,
    fields: [...new Set([...columns.map(x => x.path), ...namedFields(part)])].join(','), purpose: OPEN, limit: 200 })}`)
  const add = mayAdd(type) && takesMore(owner.rec.value, type, part), take = (d: Draft) => { drafts.set(`${type.plural} ${NEW}`, d); setOpen(NEW) }
  return (
    <div class="parts">
      {open !== NEW && list.data && add && <Offers {...{ part, type, owner, take }} rows={list.data.items} />}
      <Show of={list}>{page => page.items.length === 0
        ? open !== NEW && <Empty text={t('list.part.none', { what: say(type.screen.title).toLowerCase() })}>
          {add && <Add open={() => setOpen(NEW)} />}</Empty>
        : <div class="table"><table>
            <thead><tr>{type.year_bound && <th scope="col">{t('form.year')}</th>}
              {columns.map(x => <th key={x.path} scope="col" class={classOf(x)}>{say(x.label)}</th>)}
                {!tellsStatus(columns) && <th scope="col">{t('list.status')}</th>}
                <td /></tr></thead>
            {page.items.map(r => <Row key={r.code} {...{ type, r, columns, drafts, owner, part }} open={open === r.code}
              toggle={() => setOpen(open === r.code ? undefined : r.code)} />)}
          </table></div>}</Show>
      {open === NEW && <Fresh {...{ part, owner, drafts, type }} done={setOpen} />}
      {open !== NEW && add && list.data && list.data.items.length > 0 && <p><Add open={() => setOpen(NEW)} /></p>}
    </div>
  )
}

const Add = ({ open }: { open: () => void }) => <button type="button" class="button" onClick={open}><Icon name="plus" />{t('list.add')}</button>

const yearText = (v: unknown) => (typeof v === 'number' ? showYear(v) : '')
const tellsStatus = (columns: Item[]) => columns.some(x => x.path === 'status')

type RowProps = Props & { type: Type; r: Rec; columns: Item[]; open: boolean; toggle: () => void }

function Row({ type, r, columns, open, toggle, ...p }: RowProps) {
  const width = columns.length + 1 + Number(!tellsStatus(columns)) + Number(type.year_bound)
  const unsaved = p.drafts.get(`${type.plural} ${r.code}`)?.count.value ?? 0
  return (
    <tbody class={open ? 'open' : ''}>
      <tr onClick={e => { if (!(e.target as Element).closest('button, a')) toggle() }}>
        {type.year_bound && <td data-label={t('form.year')}>{yearText(r['school_year'])}</td>}
        {columns.map(x => <td key={x.path} class={classOf(x)} data-label={say(x.label)}><Shown of={asShown(x)}
          value={valueOf(r, x.path)} /></td>)}
        {!tellsStatus(columns) && <td data-label={t('list.status')}><Shown of={{ type: 'code', list: type.statuses }} value={r.status} /></td>}
        <td class="row-actions"><button type="button" class="button plain" aria-expanded={open}
          onClick={toggle}>{t(open ? 'form.fold' : mayWrite(type) ? 'form.unfold' : 'form.view')}{unsaved > 0 && !open && <span class="dot"
            title={t('form.changed', { n: unsaved })} />}</button></td>
      </tr>
      {open && <tr class="inside-row"><td colSpan={width}><Opened {...p} type={type} code={r.code} /></td></tr>}
    </tbody>
  )
}

function Opened({ type, code, ...p }: Props & { type: Type; code: string }) {
  return <Show of={useGet<Rec>(`/${type.plural}/${encodeURIComponent(code)}`)}>{rec => <OpenForm type={type} rec={rec} {...p} />}</Show>
}

function OpenForm({ type, rec, drafts, part, owner }: Props & { type: Type; rec: Rec }) {
  const key = `${type.plural} ${rec.code}`, d = drafts.get(key) ?? makeDraft(type, rec, { [part.field]: owner.rec.value.code })
  drafts.set(key, d)
  if (rec.version > d.rec.peek().version && !d.count.peek()) d.rec.value = rec
  const faults = useGet<{ items: Fault[] }>(may('quality', 'read')
    ? `/quality/problems${query({ unit: rec.unit, year: year.value, record: rec.code, type: type.name, limit: 50 })}` : undefined).data?.items ?? []
  return <>
    <RecordFields d={d} faults={faults} compact fixed={!takes(owner.rec.value, type)} />
    <p><a href={recordAddress(type.plural, rec.code)}>{t('form.whole')}</a></p>
  </>
}

/* The reference to the record of the page is filled in already. */
function Fresh({ part, owner, drafts, type, done }: Props & { type: Type; done: (code: string | undefined) => void }) {
  const key = `${type.plural} ${NEW}`
  const d = drafts.get(key) ?? makeDraft(type, blank(type, owner.rec.value.unit), { [part.field]: owner.rec.value.code })
  drafts.set(key, d)
  const saved = () => { drafts.delete(key); drafts.set(`${type.plural} ${d.rec.value.code}`, d); done(d.rec.value.code) }
  const cancel = () => { drafts.delete(key); done(undefined) }
  return (
    <article class="card fresh"><h2>{t('form.create', { what: say(type.label).toLowerCase() })}</h2>
      <RecordFields d={d} faults={[]} compact onSaved={saved} />
      <p><button type="button" class="link" onClick={cancel}>{t('form.cancel')}</button></p>
    </article>
  )
}
