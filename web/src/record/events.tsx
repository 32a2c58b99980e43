/* events.tsx - the life of a record: what happened and when; a further event asks what it needs; the last one can be taken back. */
import { useMemo, useState } from 'preact/hooks'
import { useComputed } from '@preact/signals'
import { api, type Problem } from '../data/api.ts'
import { forget, useGet } from '../data/use.ts'
import type { Rec, Value } from '../data/types.ts'
import { say, showDate, t } from '../text/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Refused } from '../ui/sending.tsx'
import { Empty, Show } from '../ui/state.tsx'
import { isAway } from './away.ts'
import { blank, change, current, holds, makeDraft, type Draft, type Told } from './draft.ts'
import { FieldRow } from './field.tsx'
import { focusField } from './fields.tsx'
import { typeNamed } from './known.ts'
import { Shown } from './shown.tsx'
import { classOf, mayWrite, useType, type Field, type Type } from './type.ts'

export function Events({ d }: { d: Draft }) {
  return <Show of={useType(d.type.life?.type)}>{type => <Life d={d} type={type} />}</Show>
}

/* Of an event: which it was, its day, whose it is; the rest is told about it. */
const kindOf = (type: Type) => type.fields.find(f => f.type === 'code' && f.required)
const dayOf = (type: Type) => type.fields.find(f => f.type === 'date' && f.required)
const subjectOf = (type: Type) => type.fields.find(f => f.type === 'reference' && f.required)
const DONE = '01'

/* Whoever it is about is elsewhere by now: what happened is taken back there.  Nothing: not yet known. */
function useAway({ type, rec: { value: rec } }: Draft): boolean | undefined {
  const about = subjectOf(type), of = about?.to && typeNamed(about.to), asks = of && of.person
  const { data, error } = useGet<Rec>(asks ? `/${of.plural}/${encodeURIComponent(String(rec[about.name]))}` : undefined)
  return asks && !data ? error && false : isAway(data ?? rec)
}

function Life({ d, type }: { d: Draft; type: Type }) {
  const path = `/${d.type.plural}/${encodeURIComponent(d.rec.value.code)}/events`, [asking, setAsking] = useState<'add' | 'undo'>()
  const events = useGet<{ items: Rec[] }>(path), away = useAway(d), write = mayWrite(d.type) && away === false
  const last = events.data?.items.filter(e => e.status === DONE).pop(), where = last?.['other_school'] ?? last?.['other_place']
  return (
    <div class="narrow">
      {write && <p class="actions"><button type="button" class="button primary" onClick={() => setAsking('add')}><Icon name="plus" />{t('event.add')}</button>
        {last && <button type="button" class="button" onClick={() => setAsking('undo')}>{t('event.undo')}</button>}</p>}
      {away && where && <p class="problem"><Icon name="alert" />{t('event.away', { where: String(where) })}</p>}
      <Show of={events}>{a => a.items.length === 0 ? <Empty text={t('event.none')} />
        : <ol class="history">{[...a.items].reverse().map(e => <Happened key={e.code} e={e} type={type} />)}</ol>}</Show>
      {asking === 'add' && <AddEvent d={d} type={type} path={path} onClose={() => setAsking(undefined)} />}
      {asking === 'undo' && last && <UndoEvent d={d} type={type} path={path} last={last} onClose={() => setAsking(undefined)} />}
    </div>
  )
}

const Kind = ({ e, type }: { e: Rec; type: Type }) => { const f = kindOf(type); return f ? <Shown of={f} value={e[f.name] ?? null} /> : null }
const Day = ({ e, type }: { e: Rec; type: Type }) => { const f = dayOf(type); return <>{f && e[f.name] ? showDate(String(e[f.name])) : ''}</> }

function Happened({ e, type }: { e: Rec; type: Type }) {
  const undone = e.status !== DONE, named = [kindOf(type), dayOf(type), subjectOf(type)]
  const rest = type.fields.filter(f => !named.includes(f) && (e[f.name] ?? null) !== null)
  return (
    <li class={undone ? 'undone' : ''}>
      <p><strong><Kind e={e} type={type} /></strong> · <Day e={e} type={type} />{undone && <span class="status">{t('event.undone')}</span>}</p>
      {rest.length > 0 && <dl class="pairs">{rest.map(f => <div key={f.name} class={classOf(f)}><dt>{say(f.label)}</dt><dd>
        <Shown of={f} value={e[f.name] ?? null} /></dd></div>)}</dl>}
    </li>
  )
}

function settled(d: Draft, rec: Rec, path: string) {
  d.rec.value = rec
  forget(path)
  forget(`/${d.type.plural}`)
  forget('/quality')
}

/* By its fields; a day that cannot be is told at the day. */
function toldOf({ key, message, problems }: Problem, type: Type): Told[] {
  const day = dayOf(type)
  return key === 'event.date' && !problems.length && day ? [{ field: day.name, key, message }] : problems as Told[]
}

/* What belongs to no field of the question. */
function words(x: unknown, told = (x as Problem).problems as Told[]): string {
  return told.length ? told.filter(p => !p.field).map(p => p.message).join(' ') : (x as Problem).message
}

/* Always: which event and its day.  Then what that event wants, and what may be told of it. */
function AddEvent({ d, type, path, onClose }: { d: Draft; type: Type; path: string; onClose: () => void }) {
  const [problem, setProblem] = useState<string>(), [sending, setSending] = useState(false)
  const e = useMemo(() => makeDraft(type, blank(type, d.rec.value.unit)), [])
  const kind = kindOf(type), chosen = useComputed(() => kind && current(e, kind.name)).value
  const fields = type.fields.filter(f => !f.computed && f !== subjectOf(type) && f !== kind)
  const send = async () => {
    if (Object.keys(e.unread.value).length || !chosen || sending) return focusField(undefined)
    setSending(true)
    try { settled(d, await api<Rec>('POST', path, { body: e.typed.value }), path); return onClose() }
    catch (x) { e.told.value = toldOf(x as Problem, type); setProblem(words(x, e.told.value)) }
    setSending(false)
  }
  return (
    <Dialog wide title={t('event.add')} onClose={onClose} onSubmit={() => void send()}
      actions={<button type="submit" class="button primary" disabled={!chosen || sending}>{t(sending ? 'form.saving' : 'event.do')}</button>}>
      <div class="fields">
        {kind && <KindField d={d} e={e} kind={kind} />}
        {chosen && fields.map(f => <Asked key={f.name} e={e} f={f} />)}
      </div>
      <Refused text={problem} />
    </Dialog>
  )
}

/* What belongs to another event only (its "required when" names one, and it is not this) is not asked. */
function Asked({ e, f }: { e: Draft; f: Field }) {
  const asked = useComputed(() => f.required_when === undefined || holds(e, f.required_when)).value
  return asked ? <FieldRow d={e} f={f} faults={[]} readOnly={false} /> : null
}

/* Only what can happen in the present status, where the catalogue tells. */
function KindField({ d, e, kind }: { d: Draft; e: Draft; kind: Field }) {
  const possible = d.type.life?.events?.filter(x => !x.from || x.from.includes(d.rec.value.status)).map(x => x.event)
  const value = useComputed(() => current(e, kind.name)).value as Value
  if (!possible) return <FieldRow d={e} f={kind} faults={[]} readOnly={false} />
  return (
    <div class="field wide"><fieldset class="choices"><legend>{say(kind.label)}</legend>
      {possible.length === 0 ? <p>{t('event.impossible')}</p> : possible.map(x => (
        <label key={x}><input type="radio" name="event" checked={value === x} onChange={() => change(e, kind.name, x)} /> <Shown of={kind} value={x} /></label>
      ))}</fieldset></div>
  )
}

function UndoEvent({ d, type, path, last, onClose }: { d: Draft; type: Type; path: string; last: Rec; onClose: () => void }) {
  const [problem, setProblem] = useState<string>()
  const send = () => api<Rec>('POST', path + '/undo').then(rec => { settled(d, rec, path); onClose() }, x => setProblem(words(x)))
  return (
    <Dialog title={t('event.undo')} onClose={onClose} onSubmit={() => void send()}
      actions={<button type="submit" class="button primary">{t('event.undo.do')}</button>}>
      <p><strong><Kind e={last} type={type} /></strong> · <Day e={last} type={type} /></p>
      <p>{t('event.undo.what')}</p>
      <Refused text={problem} />
    </Dialog>
  )
}
