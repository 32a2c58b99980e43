/* fields.tsx - the form of a record: its sections, how full they are, what is not stored yet. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { useComputed } from '@preact/signals'
import { clock, say, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { isAway } from './away.ts'
import { current, discard, isShown, save, stored, type Draft, type Told } from './draft.ts'
import { FieldRow, fieldId, type Fault } from './field.tsx'
import { recordAddress } from './here.ts'
import { ClashDialog, NamedNote } from './tabs.later.ts'
import { fieldOf, isPast, mayWrite, type Field, type Section } from './type.ts'

type Part = Section & { all: Field[] }
type Props = { d: Draft; faults: Fault[]; compact?: boolean; fixed?: boolean; onSaved?: (again: boolean) => void; more?: boolean }

export function focusField(name: string | undefined) {
  const input = name === undefined ? document.querySelector<HTMLElement>('form.sections [aria-invalid=true]') : document.getElementById('f-' + name)
  input?.focus()
  input?.scrollIntoView({ block: 'center' })
}

export function RecordFields({ d, faults, compact, fixed, onSaved, more }: Props) {
  const fieldsOf = (s: Section) => s.fields.map(n => fieldOf(d.type, n)).filter(f => f !== undefined).filter(f => !(f.name in d.fixed))
  const parts: Part[] = d.type.screen.sections.map(s => ({ ...s, all: fieldsOf(s) })).filter(s => s.all.length)
  const readOnly = fixed || !mayWrite(d.type) || d.type.by_operation || isAway(d.rec.value)
  const send = async (again = false, sure = false) => {
    const active = document.activeElement
    if (active instanceof HTMLElement && active.matches('input')) { active.blur(); active.focus() }
    const n = d.count.peek()
    if (await save(d, sure)) { if (n) onSaved?.(again) } else setTimeout(() => focusField(undefined))
  }
  return (
    <div class={compact ? 'form compact' : 'form'}>
      {!compact && <Contents parts={parts} d={d} />}
      <form class="sections" onSubmit={e => { e.preventDefault(); void send() }} noValidate>
        {parts.map(s => (
          <PartFields key={s.name} s={s} d={d} faults={faults} readOnly={readOnly} />
        ))}
        {readOnly ? !compact && <p class="quiet">{t('form.readonly')}</p> : <SaveBar d={d} send={send} more={more} />}
      </form>
      {d.clash.value && <ClashDialog d={d} />}
    </div>
  )
}

const isThere = (d: Draft, f: Field) => isShown(d, f) && !(isPast(f) && stored(d, f.name) === null)

/* Those of other lists who may be named here. */
const namedIn = (d: Draft, s: Section) => d.type.sublists.filter(p => p.named.some(n => Object.values(n.from).some(f => s.fields.includes(f))))

function PartFields({ s, d, faults, readOnly }: { s: Part; d: Draft; faults: Fault[]; readOnly: boolean }) {
  const any = useComputed(() => s.all.some(f => isThere(d, f))).value
  return (
    <fieldset id={'s-' + s.name} hidden={!any}><legend>{say(s.label)}</legend>
      <div class="fields">{s.all.map(f => <FieldRow key={f.name} d={d} f={f} faults={faults.filter(x => x.field === f.name)} readOnly={readOnly} />)}</div>
      {d.rec.value.code !== '' && namedIn(d, s).map(p => <NamedNote key={p.type} part={p} d={d} readOnly={readOnly} />)}
    </fieldset>
  )
}

/* The sections at the side, with how many of their fields are filled; the one in view is marked. */
function Contents({ parts, d }: { parts: Part[]; d: Draft }) {
  const [now, setNow] = useState(parts[0]?.name)
  useEffect(() => {
    const boxes = parts.map(s => document.getElementById('s-' + s.name)).filter(b => b !== null && !b.hidden) as HTMLElement[]
    const look = () => setNow((boxes.filter(b => b.getBoundingClientRect().top < innerHeight / 4).pop() ?? boxes[0])?.id.slice(2))
    const seen = new IntersectionObserver(look, { rootMargin: '-15% 0px -75%' })
    for (const b of boxes) seen.observe(b)
    return () => seen.disconnect()
  }, [parts.length])
  if (parts.length < 2) return <div class="toc" />
  return <nav class="toc" aria-label={t('form.sections')}>{parts.map(s => <Filled key={s.name} s={s} d={d} now={now === s.name} />)}</nav>
}

function Filled({ s, d, now }: { s: Part; d: Draft; now: boolean }) {
  const fields = useComputed(() => s.all.filter(f => isThere(d, f)))
  const n = useComputed(() => fields.value.filter(f => current(d, f.name) !== null).length).value, of = useComputed(() => fields.value.length).value
  const show = (e: Event) => { e.preventDefault(); document.getElementById('s-' + s.name)?.scrollIntoView({ block: 'start' }) }
  if (of === 0) return null
  return (
    <a href={'#s-' + s.name} aria-current={now ? 'true' : undefined} onClick={show}><span>{say(s.label)}</span>
      <small class={n === of ? 'full' : ''}><span class="hidden">{t('form.filled', { n, of })}</span><span aria-hidden="true">{n}/{of}</span></small></a>
  )
}

type Send = (again?: boolean, sure?: boolean) => Promise<void>

function SaveBar({ d, send, more }: { d: Draft; send: Send; more?: boolean }) {
  const n = d.count.value, phase = d.phase.value, told = d.told.value, unread = Object.entries(d.unread.value)
  const on = n > 0 || phase.is !== 'still' || !d.rec.value.code
  const bad = new Set([...told.filter(p => !p.warning).map(p => p.field ?? p.key), ...unread.filter(u => u[1]).map(u => u[0])]).size
  return (
    <div class={'savebar' + (on ? ' on' : '')}>
      {told.length > 0 && <Summary d={d} />}
      <div class="savebar-row">
        <span role="status" class={phase.is === 'refused' || phase.is === 'lost' || bad ? 'problem' : phase.is}>{words()}</span>
        {n > 0 && phase.is !== 'saving' && <button type="button" class="button plain" onClick={() => discard(d)}>{t('form.undo')}</button>}
        {phase.is === 'doubted' ? <button type="button" class="button primary" onClick={() => void send(false, true)}>{t('form.sure')}</button> : <>
          {more && <button type="button" class="button" disabled={!n || phase.is === 'saving'} onClick={() => void send(true)}>{t('form.again')}</button>}
          <button type="submit" class="button primary" disabled={!n || phase.is === 'saving'} title="Ctrl + S">{t('form.save')}</button></>}
      </div>
    </div>
  )

  function words() {
    if (phase.is === 'saving') return t('form.saving')
    if (phase.is === 'lost') return <><Icon name="alert" />{t('form.lost', { n })}</>
    if (bad) return <><Icon name="alert" />{t('form.fix', { n: bad })}</>
    if (phase.is === 'refused') return <><Icon name="alert" />{phase.message}</>
    if (phase.is === 'doubted') return t('form.doubted')
    if (n > 0) return t('form.changed', { n })
    return phase.at ? <><Icon name="check" />{t('form.saved', { at: clock(phase.at) })}</> : ''
  }
}

/* The code of the record that is there already, as the sentence has it. */
const named = (p: Told) => (/namesake|double/.test(p.key) ? /[\w-]*\d{8}[\w-]*/.exec(p.message)?.[0] : undefined)

/* What the server said, each line leading to its field; what belongs to no field of the screen stands here only. */
function Summary({ d }: { d: Draft }) {
  const box = useRef<HTMLUListElement>(null)
  const onScreen = (name: string | undefined) => name !== undefined && document.getElementById(fieldId({ name })) !== null
  return (
    <ul class="summary" ref={box}>{d.told.value.map(p => (
      <li key={p.key + p.field} class={p.warning ? 'problem warning' : 'problem'}><Icon name="alert" />
        {onScreen(p.field) ? <button type="button" class="link" onClick={() => focusField(p.field)}>{p.message}</button> : <span>{p.message}</span>}
        {named(p) && <a href={recordAddress(d.type.plural, named(p) ?? '')} target="_blank" rel="noreferrer">{t('form.other')}</a>}</li>
    ))}</ul>
  )
}
