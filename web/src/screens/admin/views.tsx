/* views.tsx - who looked at whom: of each person an account was shown, once an hour, and where an account was stopped. */
import { useEffect, useState } from 'preact/hooks'
import { search, setSearch } from '../../app/router.ts'
import { may, menu, unit } from '../../app/session.ts'
import { api, type Problem } from '../../data/api.ts'
import type { Routes, View } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { isOffice, recordAddress } from '../../record/here.ts'
import { moment, say, t } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, wordsIn } from '../../ui/sending.tsx'
import { Empty, Failed, Waiting } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { DayFilter } from './ask.tsx'

type Asked = Routes['POST /views/query']['body']

const PAGE = 50, FILTERS = { from: 'tu', to: 'den' } // in the address; whose account it is, is not

export function Views() {
  const [account, setAccount] = useState<string>(), s = search.value, alarms = s.get('bao') === '1'
  const asked: Asked = {
    [isOffice() ? 'within' : 'unit']: unit.value.code, account, alarms: alarms || undefined, from: s.get(FILTERS.from) ?? undefined,
    to: s.get(FILTERS.to) ?? undefined,
  }
  return (
    <section class="page list">
      <header class="head"><h1><No at="/quan-tri/luot-xem" />{tell('view.title')}</h1></header>
      <p class="quiet">{tell('view.text', { unit: unit.value.name })}</p>
      <Filters alarms={alarms} setAccount={setAccount} />
      <Lines key={JSON.stringify(asked)} asked={asked} />
    </section>
  )
}

function Filters({ alarms, setAccount }: { alarms: boolean; setAccount: (name: string | undefined) => void }) {
  const s = search.value, [typed, setTyped] = useState(''), take = () => setAccount(typed.trim() || undefined)
  const day = (key: string, label: string) => <DayFilter key={key + (s.get(key) ?? '')} label={label}
    value={s.get(key) ?? ''} set={v => setSearch({ [key]: v })} />
  return (
    <div class="filters open" role="search">
      <form class="pick" onSubmit={e => { e.preventDefault(); take() }}>
        <label for="view-account">{tell('log.account')}</label><input id="view-account" value={typed} autocomplete="off" spellcheck={false}
          onInput={e => setTyped(e.currentTarget.value)} onBlur={take} /></form>
      {day(FILTERS.from, tell('log.from'))}{day(FILTERS.to, tell('log.to'))}
      <label class="check"><input type="checkbox" checked={alarms} onChange={e => setSearch({ bao: e.currentTarget.checked ? '1' : undefined })} />{' '}
        {tell('view.alarms')}</label>
    </div>
  )
}

function Lines({ asked }: { asked: Asked }) {
  const [all, setAll] = useState<{ items: View[]; cursor?: string | null }>(), [error, setError] = useState<Problem>()
  const load = (cursor?: string | null) => api('POST', '/views/query', { body: { ...asked, cursor: cursor ?? undefined, limit: PAGE } }).then(
    a => { setError(undefined); setAll(was => ({ items: [...(cursor ? was?.items ?? [] : []), ...a.items], cursor: a.cursor })) }, setError)
  useEffect(() => { void load() }, [])
  if (!all) return error ? <Failed error={error} again={() => void load()} right={['audit', 'read']} /> : <Waiting />
  if (all.items.length === 0) return <Empty text={tell('view.none')} />
  return <>
    <Table items={all.items} />
    <Refused text={error && wordsIn(error)} />
    {all.cursor && <p class="center"><button type="button" class="button" onClick={() => void load(all.cursor)}>{t('list.more')}</button></p>}
  </>
}

const isAlarm = (v: View) => ['stopped', 'decoy', 'whole'].includes(v.how)

function Table({ items }: { items: View[] }) {
  const roles = useGet('/roles', may('account', 'read') ? {} : false).data?.items ?? [], types = useGet('/types').data?.items ?? []
  const roleOf = (v: View) => roles.filter(r => r.name === v.role).map(r => say(r.label))[0]
  const pages = new Set(menu.flatMap(g => g.entries.map(e => e.to.split(/[/?]/)[2])))
  const whom = (v: View) => {
    const type = types.find(x => x.name === v.type), name = v.title ?? v.code
    if (isAlarm(v)) return tell(`view.${v.how as 'stopped' | 'decoy' | 'whole'}.whom`)
    const where = [name && v.code, isOffice() && v.unit_name].filter(Boolean).join(' · '), opens = type && v.code && v.title && pages.has(type.plural)
    return <>{opens ? <a href={recordAddress(type.plural, v.code ?? '')}>{name}</a> : name ?? (type && say(type.label))} {where && <small>{where}</small>}</>
  }
  const how = (v: View) => (isAlarm(v) ? <span class="problem"><Icon name="alert" />{tell(`view.${v.how as 'stopped' | 'decoy' | 'whole'}`)}</span>
    : tell(`view.${v.how as 'opened' | 'listed' | 'taken'}`))
  return (
    <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('view.title')}><table>
      <thead><tr><th scope="col" class="first">{tell('view.whom')}</th><th scope="col">{tell('view.who')}</th><th scope="col">{tell('view.how')}</th>
        <th scope="col">{tell('view.for')}</th><th scope="col">{tell('view.at')}</th></tr></thead>
      <tbody>{items.map((v, i) => (
        <tr key={i}>
          <th scope="row">{whom(v)}</th>
          <td data-label={tell('view.who')}>{v.account} <small>{[roleOf(v), v.account_unit_name].filter(Boolean).join(', ')}</small></td>
          <td data-label={tell('view.how')}>{how(v)}</td>
          <td data-label={tell('view.for')}>{v.purpose}</td><td data-label={tell('view.at')}>{moment(v.at)}</td>
        </tr>))}</tbody>
    </table></div>
  )
}
