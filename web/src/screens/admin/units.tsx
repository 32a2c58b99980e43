/* units.tsx - the tree of units as it stands on a chosen day; where one comes from, and what can be done with it. */
import { useState } from 'preact/hooks'
import { search, setSearch } from '../../app/router.ts'
import { may, own } from '../../app/session.ts'
import type { Lineage, LineageEntry, Unit } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { listOf, nameIn } from '../../record/known.ts'
import { showDate, t } from '../../text/index.ts'
import { tell, type AdminKey } from '../../text/admin.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { DayFilter } from './ask.tsx'
import { UnitAct, type ActOf } from './unitact.tsx'
import { kindsBelow, UnitNew } from './unitnew.tsx'

const DAY = 'ngay', ONE = 'xem'

export function Units() {
  const on = search.value.get(DAY) ?? undefined, one = search.value.get(ONE) ?? own.value.code
  const pick = (code: string) => setSearch({ [ONE]: code === own.value.code ? undefined : code })
  return (
    <section class="page list">
      <header class="head"><h1><No at="/quan-tri/don-vi" />{tell('uni.title')}</h1><div class="actions">
        <DayFilter key={on} label={tell('uni.day')} value={on ?? ''} set={day => setSearch({ [DAY]: day })} /></div></header>
      {on && <p class="problem notice"><Icon name="clock" />{tell('uni.on', { day: showDate(on) })}
        <button type="button" class="link" onClick={() => setSearch({ [DAY]: undefined })}>{tell('uni.today')}</button></p>}
      <div class="two-panes">
        <nav class="card units" aria-label={tell('uni.title')}>
          <Pick u={{ code: own.value.code, name: own.value.name }} one={one} pick={pick} /><Below of={own.value.code} on={on} one={one} pick={pick} />
        </nav>
        <One key={one} code={one} on={on} pick={pick} />
      </div>
    </section>
  )
}

type BelowProps = { of: string; on?: string; one: string; pick: (code: string) => void }

function Below({ of, on, one, pick }: BelowProps) {
  return <Show of={useGet('/units', { query: { parent: of, on } })} rows={4}>{a => a.items.length === 0 ? <p class="quiet">{t('unit.none')}</p>
    : <ul class="tree">{a.items.map(u => <Branch key={u.code} u={u} on={on} one={one} pick={pick} />)}</ul>}</Show>
}

function Branch({ u, on, one, pick }: Omit<BelowProps, 'of'> & { u: Unit }) {
  const [open, setOpen] = useState(false)
  return (
    <li>
      {u.kind !== 'school' && <button type="button" class="fold" aria-expanded={open} aria-label={t('unit.open', { name: u.name })}
        onClick={() => setOpen(!open)}><Icon name="right" /></button>}
      <Pick u={u} one={one} pick={pick} />
      {open && <Below of={u.code} on={on} one={one} pick={pick} />}
    </li>
  )
}

const ACTIVE = '01'
const isClosed = (u: { status: string }) => u.status !== ACTIVE
const statusIn = (code: string) => { const x = listOf('operating_status')?.find(s => s.code === code); return x ? nameIn(x) : '…' }

const Pick = ({ u, one, pick }: { u: Pick<Unit, 'code' | 'name'> & { status?: string }; one: string; pick: (code: string) => void }) => (
  <button type="button" class={'unit-choice' + (u.status && isClosed({ status: u.status }) ? ' closed' : '')} aria-current={u.code === one}
    onClick={() => pick(u.code)}>
    <span>{u.name}</span><small>{u.code}</small></button>
)

/* What can be done is done today; a day chosen shows what held on it. */
function One({ code, on, pick }: { code: string; on?: string; pick: (code: string) => void }) {
  const whole = useGet('/units/{code}', { at: { code }, query: { on } }), lineage = useGet('/units/{code}/lineage', { at: { code } })
  const [act, setAct] = useState<ActOf>(), [opening, setOpening] = useState(false)
  return <Show of={whole} right={['unit', 'read']}>{u => {
    const can = code === own.value.code || on ? [] : actsFor(u, lineage.data), opens = may('unit', 'write') && !on && !isClosed(u) && kindsBelow(u.kind)
    return (
      <article class="card one-unit">
        <h2>{u.name}</h2>
        <dl class="pairs"><div><dt>{tell('uni.code')}</dt><dd><code>{u.code}</code></dd></div><div><dt>{tell('uni.kind')}</dt>
          <dd>{tell(kinds[u.kind] ?? 'uni.office')}</dd></div>
          {u.parent_name && <div><dt>{tell('uni.under')}</dt><dd>{u.parent_name}</dd></div>}
          <div><dt>{tell('acc.state')}</dt><dd><span class={'status' + (isClosed(u) ? '' : ' s01')}>{statusIn(u.status)}</span></dd></div></dl>
        {on && !u.placed && <p class="quiet">{tell('uni.nowhere', { day: showDate(on) })}</p>}
        {on && may('unit', 'write') && <p class="quiet">{tell('uni.past')}</p>}
        {(opens || can.length > 0) && <p class="actions">{opens && <button type="button" class="button primary" onClick={() => setOpening(true)}>
          <Icon name="plus" />{tell('uni.open')}</button>}{can.map(x => <button key={x} type="button" class="button"
          onClick={() => setAct(x)}>{tell(`uni.${x}`)}</button>)}</p>}
        <p class="actions"><a class="button" href={`/?don-vi=${code === own.value.code ? '' : code}`}><Icon name="right" />{tell('uni.go')}</a></p>
        <h3>{tell('uni.lineage')}</h3>
        <Show of={lineage} rows={2}>{l => <Past l={l} />}</Show>
        {act && <UnitAct act={act} unit={{ code: u.code, name: u.name }} onClose={() => setAct(undefined)} />}
        {opening && <UnitNew under={u} onClose={() => setOpening(false)} onMade={made => { setOpening(false); pick(made) }} />}
      </article>)
  }}</Show>
}

/* Into another, or in parts: that is not taken back by opening it. */
const hasGone = (l: Lineage | undefined) => !l || l.after.some(e => e.kind === 'merged' || e.kind === 'split')

function actsFor(u: { kind: string; status: string }, l: Lineage | undefined): ActOf[] {
  if (!may('unit', 'write')) return []
  if (isClosed(u)) return hasGone(l) ? [] : ['reopen']
  return u.kind === 'school' ? ['close', 'merge', 'split', 'move'] : ['close', 'merge', 'move']
}

const kinds: Record<string, AdminKey> = { ministry: 'uni.ministry', so: 'uni.so', phong: 'uni.phong', commune: 'uni.commune', school: 'uni.school' }
const steps: Record<string, AdminKey> = {
  closed: 'uni.step.close', dissolved: 'uni.step.dissolve', merged: 'uni.step.merge', split: 'uni.step.split', renamed: 'uni.step.rename',
    reopened: 'uni.step.reopen', moved: 'uni.step.move',
}
/* Seen from where it went to. */
const came: Record<string, AdminKey> = { merged: 'uni.step.took', split: 'uni.step.part' }

function Past({ l }: { l: Lineage }) {
  if (l.before.length + l.after.length === 0) return <Empty text={tell('uni.nolineage')} />
  return <ol class="history">{l.before.map((e, i) => <Step key={i} e={e} words={came[e.kind] ?? steps[e.kind]} />)}
    {l.after.map((e, i) => <Step key={'a' + i} e={e} words={steps[e.kind]} />)}</ol>
}

const Step = ({ e, words }: { e: LineageEntry; words?: AdminKey }) => (
  <li><p><strong>{showDate(e.date)}</strong> · {tell(words ?? 'uni.step.other')} {e.name}{e.unit && <> <code>{e.unit}</code></>}
    {e.to_name && <> {tell('uni.step.to')} {e.to_name} <code>{e.to}</code></>}
    {e.decision && <span class="quiet"> · {tell('uni.decision')} {e.decision}</span>}</p></li>
)
