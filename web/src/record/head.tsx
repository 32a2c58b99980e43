/* head.tsx - who a record is: name, status, code, picture, what the list says of it; before and after it in that list. */
import { useState } from 'preact/hooks'
import { go, search } from '../app/router.ts'
import { may, ofClasses, own, unit, year } from '../app/session.ts'
import { query } from '../data/api.ts'
import { useGet } from '../data/use.ts'
import type { Page, Rec } from '../data/types.ts'
import { number, say, showYear, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { usePrintKey } from '../ui/keys.ts'
import { around, neighbours } from './around.ts'
import { isAway } from './away.ts'
import type { Draft } from './draft.ts'
import { Picture } from './file.tsx'
import { calledFor, listAddress, recordAddress } from './here.ts'
import { titleFor, typeNamed } from './known.ts'
import { asShown, inWords, Shown } from './shown.tsx'
import { statusesByHand, statusTitle } from './statuses.ts'
import { PrintDialog, StatusDialog } from './tabs.later.ts'
import { fieldOf, mayWrite, titleOf, valueOf, type Item, type Type } from './type.ts'

export function RecordHead({ d, title, faults }: { d: Draft; title: string; faults: number }) {
  const rec = d.rec.value, { type } = d, [asking, setAsking] = useState<'status' | 'print'>()
  const n = neighbours(type.plural, rec.code), photo = type.fields.find(f => f.type === 'file')
  const list = calledFor(type)
  const back = around.value.plural === type.plural && around.value.address ? around.value.address : listAddress(type.plural)
  const step = (code: string | undefined) => { if (code) go(recordAddress(type.plural, code, { tab: search.value.get('tab') ?? undefined })) }
  usePrintKey(() => { if (rec.code) setAsking('print') })
  return (
    <header class="head">
      <div class="who">
        {photo && rec[photo.name] ? <Picture d={d} f={photo} small /> : null}
        <div>
          <p class="crumb"><a href={back}><Icon name="left" />
            {list.number && <span class="no">{list.number}</span>}{list.title}</a></p>
          <h1>{title}</h1>
          {rec.code && <p class="about"><span class={'status s' + rec.status}><Shown of={{ type: 'code', list: type.statuses }} value={rec.status} /></span>
            <span class="quiet"><span class="hidden">{t('form.code')} </span><code>{rec.code}</code></span><Whose d={d} /><Owner d={d} /><Around d={d} />
            {faults > 0 && <span class="problem warning"><Icon name="alert" />{t('form.faults', { n: number(faults) })}</span>}</p>}
        </div>
      </div>
      {!rec.code && <Given d={d} />}
      {rec.code && <div class="actions">
        {n.at >= 0 && <span class="step">
          <button type="button" class="button plain" onClick={() => step(n.before)} disabled={!n.before} title="Alt + ↑"><Icon name="left" />
            <span class="hidden">{t('form.before')}</span></button>
          <span class="quiet">{n.at + 1}/{n.of}</span>
          <button type="button" class="button plain" onClick={() => step(n.after)} disabled={!n.after} title="Alt + ↓"><Icon name="right" />
            <span class="hidden">{t('form.after')}</span></button></span>}
        <LifeLink d={d} />
        {mayMove(type, rec) && <a class="button keep" href={`/chuyen-truong?${type.name}=${encodeURIComponent(rec.code)}`}>{t('form.move')}</a>}
        {mayWrite(type) && !isAway(rec) && statusesByHand(type, rec).length > 0 && <button type="button" class="button keep"
          onClick={() => setAsking('status')}>{t(statusTitle(type))}</button>}
        <button type="button" class="button keep" title="Ctrl + P" onClick={() => setAsking('print')}><Icon name="print" />{t('list.print')}</button>
      </div>}
      {asking === 'status' && <StatusDialog d={d} onClose={() => setAsking(undefined)} />}
      {asking === 'print' && <PrintDialog d={d} title={title} onClose={() => setAsking(undefined)} />}
    </header>
  )
}

/* Whoever may send pupils to another school sends staff only with a right of their own. */
const mayMove = (type: Type, rec: Rec) => type.person && !isAway(rec) && unit.value.kind === 'school' && rec.unit === own.value.code && may('transfer', 'write')
  && (type.module === 'learners' || may(type.name + '_transfer', 'write'))

/* Where a new record begins: in which class.  Whose it is the title says. */
function Given({ d: { type, fixed } }: { d: Draft }) {
  const told = type.fields.filter(f => f.name in fixed && f.name + '.title' !== titleOf(type))
  return told.length ? <p class="about">{told.map(f => <span key={f.name}><span class="quiet">{say(f.label)}</span> <Shown of={f}
    value={fixed[f.name] ?? null} /></span>)}</p> : null
}

/* Of another school than the one in view: said, since the frame says otherwise. */
function Whose({ d: { type, rec: { value: rec } } }: { d: Draft }) {
  const other = !type.is_unit && rec.unit !== '' && rec.unit !== unit.value.code && may('unit', 'read')
  const name = useGet('/units/{code}', other ? { at: { code: rec.unit } } : false).data?.name
  return other && name ? <span><Icon name="school" />{name}</span> : null
}

/* Of a record that is somebody's: the way back to whose. */
function Owner({ d: { type, rec: { value: rec } } }: { d: Draft }) {
  const owner = type.fields.find(f => f.name + '.title' === titleOf(type)), code = owner && rec[owner.name], of = owner?.to ? typeNamed(owner.to) : undefined
  return of && code ? <a href={recordAddress(of.plural, String(code))}>{titleFor(of.name, String(code)) ?? '…'}</a> : null
}

/* What happens to a pupil happens to what she learns in this year; who is not there yet can be put there. */
function LifeLink({ d: { type, rec: { value: rec } } }: { d: Draft }) {
  const part = type.person && !ofClasses() ? type.sublists.find(p => p.life) : undefined
  const asked = part && { unit: rec.unit, year: year.value, filter: `${part.field}.code == "${rec.code}"`, fields: 'code', limit: 1 }
  const list = useGet<Page<Rec>>(part && rec.code ? `/${part.type}${query(asked ?? {})}` : undefined).data, found = list?.items[0]
  if (!part || !list) return null
  if (!found && rec['in_use'] === false) return null
  if (found) return <a class="button keep" href={recordAddress(part.type, found.code, { tab: 'events' })}>{t('event.title')}</a>
  return mayWrite(type) && unit.value.kind === 'school' ? <a class="button primary keep" href={recordAddress(part.type, 'new', { [part.field]: rec.code })}>
    <Icon name="plus" />{t('event.begin', { what: say(part.label).toLowerCase(), year: showYear(year.value) })}</a> : null
}

/* What the list shows of it beyond its own fields: the class of a pupil in this year. */
const beyond = (type: Type): Item[] => type.screen.list.filter(x => x.path.includes('.') && !fieldOf(type, x.path.split('.')[0] ?? ''))

function useAround({ type, rec: { value: rec } }: Draft): { items: Item[]; found?: Rec } {
  const items = beyond(type)
  const asked = { unit: rec.unit, year: year.value, filter: `code == "${rec.code}"`, gone: 1, fields: items.map(x => x.path).join(','), limit: 1 }
  const found = useGet<Page<Rec>>(items.length && rec.code ? `/${type.plural}${query(asked)}` : undefined).data?.items[0]
  return { items: found ? items.filter(x => valueOf(found, x.path) !== null) : [], found }
}

function Around({ d }: { d: Draft }) {
  const { items, found } = useAround(d)
  return <>{found && items.map(x => (
    <span key={x.path}><span class="quiet">{say(x.label)}</span> <Shown of={asShown(x)} value={valueOf(found, x.path)} /></span>))}</>
}

/* The same on paper. */
export function useAboutWords(d: Draft): string {
  const { items, found } = useAround(d)
  const told = items.map(x => `${say(x.label)}: ${inWords(asShown(x), found ? valueOf(found, x.path) : null)}`)
  return found ? [...told, `${t('form.year')} ${showYear(year.value)}`].join(' · ') : ''
}
