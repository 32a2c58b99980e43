/* accounts.tsx - the accounts of a unit and of all below it: issued, given a new password, closed, opened again. */
import { useEffect, useState } from 'preact/hooks'
import { may, session, unit } from '../../app/session.ts'
import { api, query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Account, AccountPassword, UnitName } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { listOf, nameIn } from '../../record/known.ts'
import { moment, number, plain, readDate, say, showDate, t } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Combobox, type Option } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { useLater } from '../../ui/later.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { DayInput } from './ask.tsx'
import { NearUnit, useNear } from './near.tsx'
import { Secret } from './secret.tsx'
import { Sections, sectionsOf, useSections } from './sections.tsx'

type Act = 'reset' | 'sections' | 'until' | 'disable' | 'enable'
type Asked = { act: Act; account: Account }
const PAGE = 200

export function Accounts() {
  const list = usePages<Account>(`/accounts${query({ within: unit.value.code, limit: PAGE })}`), roles = useGet('/roles').data?.items ?? []
  const [typed, setTyped] = useState(''), [asked, setAsked] = useState<Asked>(), [issuing, setIssuing] = useState(false)
  const [made, setMade] = useState<Made>(), [reviewing, setReviewing] = useState(false)
  const called = (a: Account) => {
    const role = roles.find(r => r.name === a.role)
    return role ? say(role.label) : a.role
  }
  const mine = may('account', 'admin'), divides = (a: Account) => roles.some(r => r.name === a.role && r.sections)
  const wordsOf = (a: Account) => plain([a.name, a.staff_name, a.staff, called(a), a.unit_name, a.unit].filter(Boolean).join(' '))
  const rows = list.items.filter(a => wordsOf(a).includes(plain(typed.trim())))
  const own = list.items.filter(a => a.unit === unit.value.code), all = !list.more || own.length < list.items.length   // its own come first
  const looks = typed.trim() !== '' || (reviewing && !all)
  useEffect(() => { if (looks) list.more?.().catch(() => undefined) }, [looks, list.items.length])   // it is looked for in all of them
  const done = async (p?: AccountPassword) => {
    const whose = p && await holderOf(p.username)
    setAsked(undefined)
    setIssuing(false)
    setReviewing(false)
    setMade(p && { ...p, whose })
    void forget('/accounts')
  }
  return (
    <section class="page list">
      <header class="head">
        <h1><No at="/quan-tri/tai-khoan" />{tell('acc.title')} <span class="count" role="status">{list.first.data && number(rows.length)}</span></h1>
        {mine && <div class="actions"><button type="button" class="button primary" onClick={() => setIssuing(true)}>
          <Icon name="plus" />{tell('acc.issue')}</button></div>}
      </header>
      <div class="filters" role="search"><label class="find"><span class="hidden">{tell('acc.find')}</span><Icon name="search" />
        <input type="search" value={typed} placeholder={tell('acc.find')} autocomplete="off" onInput={e => setTyped(e.currentTarget.value)} /></label></div>
      {own.some(a => a.review_due) && <div class="bar-note"><Icon name="clock" /><span>{tell('acc.review')}</span>
        <button type="button" class="button" onClick={() => setReviewing(true)}>{tell('acc.reviewed')}</button></div>}
      <Show of={list.first} right={['account', 'read']}>{() => rows.length === 0 ? <Empty text={tell('acc.none')} />
        : <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('acc.title')}><table>
            <thead><tr><th scope="col" class="first">{tell('acc.name')}</th><th scope="col">{tell('acc.role')}</th>
              <th scope="col">{tell('acc.state')}</th><th scope="col">{tell('acc.seen')}</th>{mine && <td />}</tr></thead>
            <tbody>{rows.map(a => <Row key={a.name} a={a} role={called(a)} divides={divides(a)}
              ask={mine ? act => setAsked({ act, account: a }) : undefined} />)}</tbody>
          </table></div>}</Show>
      {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('list.more')}</button></p>}
      {issuing && <Issue onClose={() => setIssuing(false)} onDone={done} />}
      {reviewing && all && <Review n={own.filter(a => !a.disabled).length} onClose={() => setReviewing(false)} onDone={done} />}
      {asked && <Change {...asked} role={called(asked.account)} onClose={() => setAsked(undefined)} onDone={done} />}
      {made && <Secret title={tell('acc.made')} slip={tell('slip.title')} note={tell('acc.first')} onClose={() => setMade(undefined)}
        lines={[{ label: tell('acc.name'), value: made.username }, { label: tell('acc.once'), value: made.one_time_password, secret: true },
          ...(made.whose ? [{ label: tell('acc.role'), value: called(made.whose) }, { label: tell('acc.unit'), value: made.whose.unit_name },
            ...(made.whose.staff ? [{ label: tell('acc.whose'),
              value: [made.whose.staff_name, made.whose.staff].filter(Boolean).join(' · ') }] : [])] : [])]} />}
    </section>
  )
}

/* Who left, and whom nobody needs any more, is locked first. */
function Review({ n, onClose, onDone }: { n: number; onClose: () => void; onDone: () => Promise<void> }) {
  const { sending, problem, send } = useSending()
  const go = () => send(async () => {
    await api('POST', '/accounts/review', { body: { unit: unit.value.code } })
    await Promise.all([forget('/notices'), onDone()])
  })
  return (
    <Dialog title={tell('acc.reviewed')} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('acc.reviewed')}</button>}>
      <p>{tell('acc.review.what', { n: number(n), unit: unit.value.name })}</p><Refused text={problem} />
    </Dialog>
  )
}

type Made = AccountPassword & { whose?: Account }

/* Whose it is, told beside the password and on the slip; where it cannot be asked for the password is told alone. */
const holderOf = (name: string): Promise<Account | undefined> => api('POST', '/accounts/query', { body: { within: unit.value.code, q: name, limit: PAGE } })
  .then(a => a.items.find(x => x.name === name), () => undefined)

const stateOf = (a: Account) => (a.disabled ? 'acc.disabled' : a.one_time_ended ? 'acc.ended' : a.must_change ? 'acc.unused' : 'acc.used')

function Row({ a, role, divides, ask }: { a: Account; role: string; divides: boolean; ask?: (act: Act) => void }) {
  const levels = a.levels?.split(/\W+/).map(x => listOf('education_level')?.find(l => l.code === x)).filter(x => x !== undefined).map(nameIn).join(', ')
  const own = a.name === session.value.username, all = useSections()
  const sections = sectionsOf(a.sections).flatMap(x => all.filter(s => s.name === x)).map(s => say(s.label)).join('; ')
  return (
    <tr>
      <th scope="row">{a.name}{a.staff && <small>{a.staff_name} {a.staff}</small>}</th>
      <td data-label={tell('acc.role')}>{role}{levels && <small> {levels}</small>}{sections && <small> {sections}</small>}
        {a.unit !== unit.value.code && <small>{a.unit_name} {a.unit}</small>}</td>
      <td data-label={tell('acc.state')}><span class={'status' + (a.disabled ? '' : a.must_change ? ' wait' : ' s01')}>{tell(stateOf(a))}</span>
        {a.review_due && <small> {tell('acc.due')}</small>}
        {a.until && <small> {tell('acc.until.day', { day: showDate(a.until) })}</small>}
        {a.failures > 0 && <small class="problem warning"><Icon name="alert" />{tell('acc.failed', { n: number(a.failures) })}</small>}</td>
      <td data-label={tell('acc.seen')}>{a.last_seen ? moment(a.last_seen) : <span class="none">–</span>}</td>
      {ask && <td class="row-actions">{a.managed && !own && <div class="acts">
        {a.resets ? <button type="button" class="link" onClick={() => ask('reset')}>{tell('acc.reset')}<span class="hidden"> {a.name}</span></button>
          : <small>{tell('acc.above')}</small>}
        {divides && <button type="button" class="link" onClick={() => ask('sections')}>{tell('acc.sections.set')}<span class="hidden"> {a.name}</span></button>}
        {a.resets && <button type="button" class="link" onClick={() => ask('until')}>{tell('acc.until')}<span class="hidden"> {a.name}</span></button>}
        <button type="button" class="link" onClick={() => ask(a.disabled ? 'enable' : 'disable')}>{tell(a.disabled ? 'acc.enable' : 'acc.disable')}
          <span class="hidden"> {a.name}</span></button></div>}</td>}
    </tr>
  )
}

const titleOf = (act: Act) => (act === 'sections' ? 'acc.sections.set' : `acc.${act}` as const)

function Change({ act, account, role, onClose, onDone }: Asked & { role: string; onClose: () => void; onDone: (p?: AccountPassword) => Promise<void> }) {
  const { sending, problem, send } = useSending(), at = { name: account.name }
  const [day, setDay] = useState(account.until ? showDate(account.until) : ''), wrong = act === 'until' && day.trim() !== '' && !readDate(day)
  const [chosen, setChosen] = useState(sectionsOf(account.sections))
  const go = () => send(async () => {
    if (act === 'reset') return onDone(await api('POST', '/accounts/{name}/reset', { at }))
    if (act === 'until') await api('POST', '/accounts/{name}/until', { at, body: { until: readDate(day) } })
    else if (act === 'sections') await api('POST', '/accounts/{name}/sections', { at, body: { sections: chosen.join(',') || undefined } })
    else await (act === 'disable' ? api('POST', '/accounts/{name}/disable', { at }) : api('POST', '/accounts/{name}/enable', { at }))
    await onDone()
  })
  return (
    <Dialog title={`${tell(titleOf(act))}: ${account.name}`} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending || wrong}>{tell(titleOf(act))}</button>}>
      <p><strong>{[account.staff_name, role, account.unit_name].filter(Boolean).join(' · ')}</strong></p>
      <p>{tell(`acc.${act}.what`)}</p>
      {act === 'sections' && <Sections value={chosen} onChange={setChosen} />}
      {act === 'until' && <DayInput label={tell('acc.until.last')} text={day} onInput={setDay} coming />}
      <Refused text={problem} />
    </Dialog>
  )
}

const LEVELS = 'education_level'

/* What the server would refuse is not offered: neither units nor roles, nor levels of school that oneself has not. */
function Issue({ onClose, onDone }: { onClose: () => void; onDone: (p: AccountPassword) => Promise<void> }) {
  const { sending, problem, send } = useSending()
  const [username, setUsername] = useState(''), [role, setRole] = useState(''), [levels, setLevels] = useState<string[]>([])
  const near = useNear(), [at, setAt] = useState<UnitName | undefined>(near.start)
  const [staff, setStaff] = useState<UnitName>(), [until, setUntil] = useState(''), [sections, setSections] = useState<string[]>([])
  const kind = useGet('/units/{code}', at ? { at: { code: at.code } } : false).data?.kind, held = session.value.levels?.split(/\W+/)
  const there = useGet('/roles', at ? { query: { unit: at.code } } : false).data?.items ?? [], taken = there.find(r => r.name === role), whose = taken?.classes
  const ofLevels = Boolean(kind && role && (held || kind !== 'school'))
  const lacks = !at ? 'lack.unit' : !role ? 'acc.lack.role' : whose && !staff ? 'acc.lack.staff' : held && !levels.length ? 'acc.lack.level'
    : !username.trim() ? 'acc.lack.name' : until.trim() && !readDate(until) ? 'acc.lack.until' : undefined
  const turn = (code: string, on: boolean) => setLevels(on ? [...levels, code].sort() : levels.filter(x => x !== code))
  const go = () => send(async () => {
    const some = ofLevels && levels.length ? levels.join(',') : undefined
    const body = { username: username.trim(), role, unit: at?.code, levels: some, ...(whose && staff ? { staff: staff.code } : {}), until: readDate(until),
      sections: taken?.sections && sections.join(',') || undefined }
    await onDone(await api<AccountPassword>('POST', '/accounts', { body }))
  })
  return (
    <Dialog title={tell('acc.issue')} onClose={onClose} onSubmit={() => void go()}
      actions={<><Lacks words={lacks && tell(lacks)} /><button type="submit" class="button primary"
        disabled={sending || !!lacks}>{tell('acc.issue')}</button></>}>
      <div class="stack"><label for="acc-unit">{tell('acc.unit')}</label><NearUnit id="acc-unit" near={near} value={at}
        onChange={u => { setAt(u); setRole(''); setStaff(undefined) }} /></div>
      <label class="stack">{tell('acc.role')}<select value={role} onChange={e => setRole(e.currentTarget.value)}>
        <option value="">–</option>{there.map(r => <option key={r.name} value={r.name}>{say(r.label)}</option>)}</select></label>
      {whose && at && <StaffInput unit={at.code} value={staff} onChange={setStaff} />}
      {ofLevels && <fieldset class="plain-set"><legend>{tell(held ? 'acc.levels.held' : 'acc.levels')}</legend>{listOf(LEVELS)
        ?.filter(l => !held || held.includes(l.code)).map(l => (
        <label key={l.code} class="check"><input type="checkbox" checked={levels.includes(l.code)}
          onChange={e => turn(l.code, e.currentTarget.checked)} /> {nameIn(l)}</label>))}</fieldset>}
      {taken?.sections && <Sections value={sections} onChange={setSections} />}
      <label class="stack">{tell('acc.name')}<input value={username} maxLength={60} autocomplete="off" spellcheck={false} autocapitalize="none"
        aria-describedby="acc-name-how" onInput={e => setUsername(e.currentTarget.value)} /></label>
      <p id="acc-name-how" class="hint">{tell('acc.name.how')}</p>
      <DayInput label={tell('acc.until.for')} text={until} onInput={setUntil} coming />
      <Refused text={problem} />
    </Dialog>
  )
}

/* Of those at work there, by name; nothing is told of them but that. */
function StaffInput({ unit, value, onChange }: { unit: string; value?: UnitName; onChange: (s?: UnitName) => void }) {
  const [typed, setTyped] = useState(''), [found, setFound] = useState<{ for: string; options: Option[] }>(), text = useLater(typed.trim(), 200)
  useEffect(() => {
    if (text.length < 2) return
    const stop = new AbortController()
    api('POST', '/accounts/holders', { body: { unit, text }, signal: stop.signal })
      .then(a => setFound({ for: text, options: a.items.map(x => ({ value: x.code, label: x.name, note: x.code })) }), () => undefined)
    return () => stop.abort()
  }, [text, unit])
  return <div class="stack"><label for="acc-staff">{tell('acc.staff')}</label><Combobox id="acc-staff" value={value?.code ?? null} label={value?.name ?? ''}
    options={() => (typed.trim().length > 1 ? found?.options ?? [] : [])} onType={setTyped} waiting={typed.trim() !== (found?.for ?? '')}
    placeholder={t('form.type')} onChange={(code, name) => onChange(code ? { code, name: name ?? code } : undefined)} /></div>
}
