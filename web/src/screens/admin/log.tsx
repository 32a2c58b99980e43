/* log.tsx - the log of changes of one unit in sentences, newest first: who did what to whom, from which day to which; and whether it is whole. */
import { useEffect, useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { search, setSearch } from '../../app/router.ts'
import { may, menu, unit } from '../../app/session.ts'
import { api, type Problem } from '../../data/api.ts'
import { showPeriod } from '../../data/notice.ts'
import type { Change, Changes, Routes } from '../../data/types.gen.ts'
import type { Value } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { recordAddress } from '../../record/here.ts'
import { codeOf, nameIn, titleFor, typeNamed } from '../../record/known.ts'
import { fieldOf, type Type } from '../../record/type.ts'
import { moment, number, say, showYear, t } from '../../text/index.ts'
import { tell, type AdminKey } from '../../text/admin.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending, wordsIn } from '../../ui/sending.tsx'
import { Empty, Failed, Show, Waiting } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { SheetsOf, useSheetName } from '../sheets.tsx'
import { DayFilter } from './ask.tsx'

const PAGE = 50, NEWEST = Number.MAX_SAFE_INTEGER
type Asked = Routes['POST /changes/query']['body']
const read = (body: Asked): Promise<Changes> => api('POST', '/changes/query', { body })

const FILTERS = { type: 'loai', from: 'tu', to: 'den' } // in the address; the name of an account is somebody's

function chosen() {
  const s = search.value
  return Object.fromEntries(Object.entries(FILTERS).map(([name, key]) => [name, s.get(key) ?? undefined]))
}

export function Log() {
  const types = useGet('/types').data?.items ?? [], [account, setAccount] = useState<string>()
  const asked = { unit: unit.value.code, ...chosen(), account }
  return (
    <section class="page list">
      <header class="head"><h1><No at="/quan-tri/nhat-ky" />{tell('log.title')}</h1></header>
      <p class="quiet">{tell('log.whose', { unit: unit.value.name })}</p>
      <Whole />
      <Filters types={types} setAccount={setAccount} />
      <Lines key={JSON.stringify(asked)} asked={asked} known={new Set(types.map(x => x.name))} />
    </section>
  )
}

/* What the last check of the chain of this unit found. */
function Whole() {
  return may('audit', 'read') ? <Show of={useGet('/audit', { query: { unit: unit.value.code } })} rows={1}>{a => (
    <p class={a.ok === false ? 'problem' : 'quiet'}>{a.ok === false ? <><Icon name="alert" />{tell('log.broken', { seq: number(a.first_bad ?? 0) })}</>
      : a.verified_at ? <><Icon name="check" /> {tell('log.whole', { at: moment(a.verified_at), seq: number(a.up_to ?? 0), of: number(a.entries) })}</>
      : tell('log.unchecked', { n: number(a.entries) })}</p>)}</Show> : null
}

type Kind = { name: string; plural: string; label: { vi: string; en: string } }
type FiltersProps = { types: Kind[]; setAccount: (name: string | undefined) => void }

/* As the menu has them, and then what stands in no menu. */
function byMenu(types: Kind[]): { label: string; types: Kind[] }[] {
  const found = menu.map(g => ({
    label: say(g.label), types: [...new Set(g.entries.flatMap(e => types.filter(x => e.to.split(/[/?]/)[2] === x.plural)))],
  })), there = new Set(found.flatMap(g => g.types))
  const rest = types.filter(x => !there.has(x)).sort((a, b) => say(a.label).localeCompare(say(b.label), 'vi'))
  return [...found, { label: tell('log.beside'), types: rest }].filter(g => g.types.length > 0)
}

/* As labels of types are; inside a sentence they are small. */
const begun = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)

function Filters({ types, setAccount }: FiltersProps) {
  const s = search.value, [typed, setTyped] = useState(''), take = () => setAccount(typed.trim() || undefined)
  const day = (key: string, label: string) => <DayFilter key={key + (s.get(key) ?? '')} label={label}
    value={s.get(key) ?? ''} set={v => setSearch({ [key]: v })} />
  return (
    <div class="filters open" role="search">
      <label class={'pick' + (s.get(FILTERS.type) ? ' set' : '')}><span>{tell('log.type')}</span>
        <select value={s.get(FILTERS.type) ?? ''} onChange={e => setSearch({ [FILTERS.type]: e.currentTarget.value || undefined })}>
          <option value="">{t('list.any')}</option>
          {byMenu(types).map(g => <optgroup key={g.label} label={g.label}>
            {g.types.map(x => <option key={x.name} value={x.name}>{say(x.label)}</option>)}</optgroup>)}
          <optgroup label={tell('log.others')}>
            {Object.entries(others).map(([x, key]) => <option key={x} value={x}>{begun(tell(key))}</option>)}</optgroup></select></label>
      <form class="pick" onSubmit={e => { e.preventDefault(); take() }}>
        <label for="log-account">{tell('log.account')}</label><input id="log-account" value={typed} autocomplete="off" spellcheck={false}
          onInput={e => setTyped(e.currentTarget.value)} onBlur={take} /></form>
      {day(FILTERS.from, tell('log.from'))}{day(FILTERS.to, tell('log.to'))}
    </div>
  )
}

function Lines({ asked, known }: { asked: Asked; known: Set<string> }) {
  const [all, setAll] = useState<{ items: Change[]; more: boolean; last: number }>(), [error, setError] = useState<Problem>()
  const load = (before: number) => read({ ...asked, before, limit: PAGE, acts: true }).then(
    a => { setError(undefined); setAll(was => ({ items: [...(was?.items ?? []), ...a.items], more: a.more, last: a.last })) }, setError)
  useEffect(() => { void load(NEWEST) }, [])
  if (!all) return error ? <Failed error={error} again={() => void load(NEWEST)} right={['change', 'read']} /> : <Waiting />
  if (all.items.length === 0) return <Empty text={tell('log.none')} />
  return <>
    <ol class="history log">{all.items.map(e => <Line key={e.seq} e={e} known={known} asked={asked} />)}</ol>
    <Refused text={error && wordsIn(error)} />
    {all.more && <p class="center"><button type="button" class="button" onClick={() => void load(all.last)}>{t('list.more')}</button>
      </p>}
  </>
}

const others: Record<string, AdminKey> = {
  account: 'log.account.type', client: 'log.client', export: 'log.export', regulation: 'log.regulation', report: 'log.report',
  rollover: 'log.rollover', transfer: 'log.transfer',
    unit: 'log.unit',
}
const acts: Record<string, AdminKey> = {
  NEW: 'log.new', UPDATE: 'log.changed', STATUS: 'log.status', CANCEL: 'log.cancel', PASSWORD: 'log.password', END_SESSION: 'log.ended', OTP_ON: 'log.otp.on',
    OTP_OFF: 'log.otp.off', OTP_DEMANDED: 'log.otp.demanded', OTP_OPTIONAL: 'log.otp.optional',
    PASSKEY_ON: 'log.pass.on', PASSKEY_OFF: 'log.pass.off', PASSKEY_BACK: 'log.pass.back',
    RESET: 'log.reset', DISABLE: 'log.disabled', ENABLE: 'log.enabled', MOVE: 'log.moved', UNDO: 'log.undone',
  REOPEN: 'log.reopened', COMPUTE: 'log.computed', MERGE: 'log.merged', SUBMIT: 'log.submitted', ACCEPT: 'log.accepted', 'report RETURN': 'log.returned',
  PUBLISH: 'log.published', UNTIL: 'log.until', SECTIONS: 'log.sections', REVIEW: 'log.review',
}

/* Of what several do something else by the same name. */
const actOf = (e: Change) => acts[e.type + ' ' + e.event] ?? acts[e.event] ?? 'log.done'
const exports: Record<string, AdminKey> = { EXPORT: 'log.exp.asked', APPROVE: 'log.exp.approved', REFUSE: 'log.exp.refused', FETCH: 'log.exp.fetched',
  TRACE: 'log.exp.traced' }

/* "Trường A sáp nhập vào Trường B": what became of a unit, and the other one it was with. */
function unitWords(e: Change, name: string): string | undefined {
  const after = (e.after ?? {}) as Record<string, string | undefined>, before = (e.before ?? {}) as Record<string, string | undefined>
  const other = (side: Record<string, string | undefined>, member: string) => side[member + '_name'] ?? side[member]
  const into = other(after, 'into'), from = other(after, 'from'), parent = other(after, 'parent'), was = other(before, 'parent')
  if (e.event === 'CLOSE') return tell('log.unit.closed', { name })
  if (e.event === 'MOVE' && parent) return tell(was ? 'log.unit.moved.from' : 'log.unit.moved', { name, other: parent, from: was ?? '' })
  const isPart = e.event === 'SPLIT'
  if (into) return tell(isPart ? 'log.unit.parted' : 'log.unit.merged', { name, other: into })
  if (from) return tell(isPart ? 'log.unit.parted' : 'log.unit.merged', { name: from, other: name })
  return isPart ? tell('log.unit.split', { name }) : undefined
}

type LineProps = { e: Change; known: Set<string>; asked: Asked }

/* What brought many entries is told first; they are inside. */
function Line({ e, known, asked }: LineProps) {
  const deed = deedOf(e)
  return <li>{deed ? <p><strong>{moment(e.at)}</strong> · {e.account ?? t('hist.system')} {deed}</p> : <Sentence e={e} known={known.has(e.type)} />}
    {(e.import || (e.together ?? 0) > 1) && <Together e={e} known={known} asked={asked} whole={deed !== undefined} />}</li>
}

/* "xin xuất «Danh sách học sinh» · lớp 1A · 21 người · để gửi Sở" */
function Taken({ e }: { e: Change }) {
  const after = (e.after ?? {}) as { sheet?: string; class?: string; persons?: number; purpose?: string }, key = exports[e.event] ?? 'log.done'
  const what = useSheetName()(after.sheet)
  return <><a href="/xuat">{tell(key, { what })}</a>{after.class && <> · {tell('log.exp.class', { name: titleFor('class', after.class) ?? '…' })}</>}
    {after.persons !== undefined && <> · {tell('log.exp.people', { n: number(after.persons) })}</>}
    {after.purpose && <span class="quiet"> · {t('hist.for', { what: after.purpose })}</span>}</>
}

const transfers: Record<string, [comes: AdminKey, goes: AdminKey]> = {
  OFFER: ['log.tra.offered.in', 'log.tra.offered'], REQUEST: ['log.tra.requested.in', 'log.tra.requested'], AGREE: ['log.tra.agreed.in', 'log.tra.agreed'],
  RELEASE: ['log.tra.released.in', 'log.tra.released'], REFUSE: ['log.tra.refused', 'log.tra.refused'], WITHDRAW: ['log.tra.withdrawn', 'log.tra.withdrawn'],
  UNDO: ['log.tra.undone', 'log.tra.undone'],
}

/* "chấp thuận cho Nguyễn Thị Hạnh chuyển đến, đã tiếp nhận"; whose name is not for the reader are one of a class. */
function Moved({ e, keys }: { e: Change; keys: [AdminKey, AdminKey] }) {
  const into = e.title || !e.class ? undefined : titleFor('class', e.class), comes = (e.after as { to?: string } | null)?.to === unit.value.code
  const who = e.title || (into ? tell('log.tra.class', { class: into }) : tell('log.tra.one')), [before, after] = tell(keys[comes ? 0 : 1]).split('{who}')
  return <>{before}<a href="/chuyen-truong">{who}</a>{after}</>
}

/* "gửi báo cáo 02-TH-ĐN, đầu năm học 2025–26" */
function Reported({ e, form, period }: { e: Change; form: string; period: string }) {
  const official = useGet('/forms').data?.items.find(f => f.name === form)?.official ?? '…'
  return <>{tell(actOf(e))} {tell('log.report')} <a href={`/bao-cao/${form}/${unit.value.code}/${period}`}>{official}, {showPeriod(period)}</a></>
}

/* What is about no record and no unit, in words of its own. */
function wordsOwn(e: Change): ComponentChild {
  const moved = e.type === 'transfer' && transfers[e.event]
  return e.type === 'export' ? <Taken e={e} /> : moved ? <Moved e={e} keys={moved} />
    : e.form && e.period ? <Reported e={e} form={e.form} period={e.period} /> : undefined
}

const span = (year: number) => ({ from: showYear(year), to: showYear(year + 1) })

function deedOf(e: Change): ComponentChild {
  const after = (e.after ?? {}) as Record<string, number | undefined>, year = after['school_year']
  if (e.type === 'rollover' && year) {
    const back = e.event === 'UNDO', words = tell(back ? 'log.ro.undone' : 'log.ro.done', span(year)), left = after['remaining'] ?? 0
    return <>{unit.value.kind === 'school' ? <a href={`/chuyen-nam-hoc?nam=${year}`}>{words}</a> : words}
      {back && <> · {tell(left ? 'log.ro.left' : 'log.ro.back', { n: number(after['taken_back'] ?? 0), left: number(left) })}</>}</>
  }
  if (!e.import) return undefined
  const { undo, job } = e.import, files = e.import.files ?? [], names = files.map(f => f.name).filter(Boolean).join(', ')
  const words = tell(undo ? names ? 'log.imp.undone' : 'log.imp.undo' : names ? 'log.imp.done' : 'log.imp', { name: names })
  const rows = files.reduce((n, f) => n + f.rows, 0)
  return <>{job && may('import', 'read') ? <a href={'/nap/' + job}>{words}</a> : words}
    {files.some(f => f.sheet_label) && <> · <SheetsOf files={files} /></>}{!undo && rows > 0 && <> · {tell('log.imp.rows', { n: number(rows) })}</>}</>
}

/* What was written at the same time as this, told when it is asked for. */
function Together({ e, known, asked, whole }: LineProps & { whole: boolean }) {
  const together = e.together ?? 1, first = e.first ?? e.seq, n = whole && e.import ? together : together - 1
  const [rows, setRows] = useState<Change[]>([]), [next, setNext] = useState<number | undefined>((e.last ?? e.seq) + 1)
  const { sending, problem, send } = useSending()
  const load = () => void send(async () => {
    const a = await read({ ...asked, before: next, limit: 200 })
    const own = a.items.filter(x => x.seq >= first), below = own.at(-1)?.seq
    setRows([...rows, ...own.filter(x => (n === together || x.seq !== e.seq) && x.type !== 'unit')])
    setNext(own.length === a.items.length && a.more ? below : undefined)
  })
  return (
    <details onToggle={x => { if (x.currentTarget.open && !rows.length) load() }}>
      <summary>{tell(whole ? 'log.inside' : 'log.together', { n: number(n) })}</summary>
      <ul class="plainlist">{rows.map(x => <li key={x.seq}><Sentence e={x} known={known.has(x.type)} /></li>)}</ul>
      {sending && <Waiting rows={3} />}<Refused text={problem} />
      {next !== undefined && rows.length > 0 && !sending && <button type="button" class="button" onClick={load}>{t('list.more')}</button>}
    </details>
  )
}

/* "vanthu sửa Số điện thoại của Nguyễn Thị Hạnh" */
function Sentence({ e, known }: { e: Change; known: boolean }) {
  const type = known ? typeNamed(e.type) : undefined, fields = type && e.event === 'UPDATE' ? fieldsOf(type, e) : ''
  const what = type ? say(type.label).toLowerCase() : others[e.type] ? tell(others[e.type] ?? 'log.unit') : ''
  const name = e.title || e.code, whole = e.type === 'unit' ? unitWords(e, name) : undefined
  const own = wordsOwn(e), by = <><strong>{moment(e.at)}</strong> · {e.account ?? t('hist.system')} </>
  if (own) return <p>{by}{own}</p>
  const happened = type && e.event === 'NEW' ? eventName(type, e) : undefined
  const double = type?.person && e.event === 'MERGE' ? (e.after as { other?: string } | null)?.other : undefined
  if (whole) return <p>{by}{tell('log.wrote')} {whole}</p>
  return (
    <p>{by}{tell(actOf(e))} {fields && <em>{fields}</em>} {fields
      && tell('log.of')} {what}{' '}
      {type && !type.by_operation && e.code ? <a href={recordAddress(type.plural, e.code)}>{name}</a> : <strong>{name}</strong>}
      {happened && <>: {happened}</>}
      {double && <> {tell('log.double', { code: double })}</>}
      {e.purpose && <span class="quiet"> · {t('hist.for', { what: e.purpose })}</span>}</p>
  )
}

/* Of what happened to somebody: which it was. */
function eventName(type: Type, e: Change): string | undefined {
  const list = fieldOf(type, 'event')?.list, code = (e.after as { event?: string } | null)?.event, it = list && code ? codeOf(list, code) : undefined
  return it ? nameIn(it) : undefined
}

function fieldsOf(type: Type, e: Change): string {
  const names = Object.keys({ ...(e.before as Record<string, Value> | null), ...(e.after as Record<string, Value> | null) })
  return names.map(n => fieldOf(type, n)).filter(f => f !== undefined).map(f => say(f.label)).join(', ')
}
