/* clients.tsx - programs that call the API: what each may do, for which unit, until it is revoked; its key is shown once. */
import { useState } from 'preact/hooks'
import { may, unit } from '../../app/session.ts'
import { api, query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Client, ClientSecret, UnitName } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { moment, number, say, t } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { NearUnit, useNear } from './near.tsx'
import { Secret } from './secret.tsx'

type Types = { plural: string; label: { vi: string; en: string } }[]

function scopeObject(types: Types, plural: string): string {
  const type = types.find(x => x.plural === plural)
  return plural === 'changes' ? tell('cli.changes') : plural === 'units' ? tell('cli.units') : type ? say(type.label) : plural
}

/* "learners:read" as "Người học: xem". */
function scopeWords(types: Types, scope: string): string {
  const [plural = '', action] = scope.split(':')
  return `${scopeObject(types, plural)}: ${tell(action === 'write' ? 'cli.write' : 'cli.read').toLowerCase()}`
}

export function Clients() {
  const list = usePages<Client>(`/clients${query({ within: unit.value.code, limit: 100 })}`), types: Types = useGet('/types').data?.items ?? []
  const [issuing, setIssuing] = useState(false), [made, setMade] = useState<ClientSecret>(), [asked, setAsked] = useState<Client>(), mine = may('account',
    'admin')
  return (
    <section class="page list">
      <header class="head"><h1><No at="/quan-tri/phan-mem" />{tell('cli.title')} <span class="count" role="status">{list.first.data
        && number(list.items.length)}</span></h1>
        {mine && <div class="actions"><button type="button" class="button primary" onClick={() => setIssuing(true)}>
          <Icon name="plus" />{tell('cli.issue')}</button></div>}
      </header>
      <Show of={list.first} right={['account', 'read']}>{() => list.items.length === 0 ? <Empty text={tell('cli.none')} />
        : <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('cli.title')}><table>
            <thead><tr><th scope="col" class="first">{tell('cli.name')}</th><th scope="col">{tell('acc.unit')}</th><th scope="col">{tell('cli.may')}</th>
              <th scope="col">{tell('cli.token')}</th><th scope="col">{tell('acc.state')}</th>{mine && <td />}</tr></thead>
            <tbody>{list.items.map(c => (
              <tr key={c.id}>
                <th scope="row">{c.id}</th><td data-label={tell('acc.unit')}>{c.unit_name} <small>{c.unit}</small></td>
                <td data-label={tell('cli.may')}>{c.scopes.map(s => scopeWords(types, s)).join('; ')}</td>
                <td data-label={tell('cli.token')}>{c.token_at ? moment(c.token_at) : <span class="none">–</span>}</td>
                <td data-label={tell('acc.state')}><span class={'status' + (c.revoked_at ? '' : ' s01')}>{c.revoked_at ? tell('cli.revoked',
                  { at: moment(c.revoked_at) })
                  : tell('acc.used')}</span></td>
                {mine && <td class="row-actions">{c.managed && !c.revoked_at && <button type="button" class="link" onClick={() => setAsked(c)}>
                  {tell('cli.revoke')}
                  <span class="hidden"> {c.id}</span></button>}</td>}
              </tr>))}</tbody>
          </table></div>}</Show>
      {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('list.more')}</button></p>}
      {issuing && <Issue types={types} onClose={() => setIssuing(false)} onDone={s => { setIssuing(false); setMade(s); forget('/clients') }} />}
      {asked && <Revoke c={asked} onClose={() => setAsked(undefined)} />}
      {made && <Secret title={tell('cli.made')} note={tell('cli.how')} onClose={() => setMade(undefined)}
        lines={[{ label: tell('cli.name'), value: made.id }, { label: tell('cli.secret'), value: made.secret, secret: true }]} />}
    </section>
  )
}

function Issue({ types, onClose, onDone }: { types: Types; onClose: () => void; onDone: (s: ClientSecret) => void }) {
  const { sending, problem, send } = useSending()
  const [name, setName] = useState(''), near = useNear(), [at, setAt] = useState<UnitName | undefined>(near.start)
  const [chosen, setScopes] = useState<string[]>([]), [personal, setPersonal] = useState(false), [addresses, setAddresses] = useState('')
  const can = useGet('/clients/scopes', at ? { query: { unit: at.code } } : false), scopes = chosen.filter(s => can.data?.scopes.includes(s))
  const lacks = !at ? 'lack.unit' : !name.trim() ? 'cli.lack.name' : !scopes.length ? 'cli.lack.scope' : undefined
  const go = () => send(async () => onDone(await api('POST', '/clients', { body: {
    name: name.trim(), unit: at?.code, scopes, fields: personal ? 'personal' : 'open',
    addresses: addresses.trim() ? addresses.trim().split(/[\s,;]+/) : undefined,
  } })))
  return (
    <Dialog wide title={tell('cli.issue')} onClose={onClose} onSubmit={() => void go()}
      actions={<><Lacks words={lacks && tell(lacks)} /><button type="submit" class="button primary"
        disabled={sending || !!lacks}>{tell('cli.issue')}</button></>}>
      <div class="stack"><label for="cli-unit">{tell('acc.unit')}</label><NearUnit id="cli-unit" near={near} value={at} onChange={setAt} /></div>
      <label class="stack">{tell('cli.name')}<input value={name} maxLength={30} autocomplete="off" spellcheck={false}
        autocapitalize="none" aria-describedby="cli-name-how" onInput={e => setName(e.currentTarget.value)} /></label>
      <p id="cli-name-how" class="hint">{tell('cli.name.how')}</p>
      {at && <Show of={can} rows={4}>{a => <Scopes types={types} can={a.scopes} chosen={scopes} choose={setScopes} />}</Show>}
      <label class="check"><input type="checkbox" checked={personal} onChange={e => setPersonal(e.currentTarget.checked)} /> {tell('cli.personal')}</label>
      <label class="stack">{tell('cli.addresses')}<input value={addresses} autocomplete="off" spellcheck={false}
        aria-describedby="cli-addresses-how" onInput={e => setAddresses(e.currentTarget.value)} /></label>
      <p id="cli-addresses-how" class="hint">{tell('cli.addresses.how')}</p>
      <Refused text={problem} />
    </Dialog>
  )
}

type ScopesProps = { types: Types; can: string[]; chosen: string[]; choose: (all: string[]) => void }

/* What a program of this unit can hold; all that may be read at once. */
function Scopes({ types, can, chosen, choose }: ScopesProps) {
  const rows = ['changes', 'units', ...types.map(x => x.plural)].filter(x => can.includes(x + ':read')), readable = rows.map(x => x + ':read')
  const held = readable.filter(s => chosen.includes(s)).length, others = chosen.filter(s => !readable.includes(s))
  const box = (s: string) => can.includes(s) && <input type="checkbox" checked={chosen.includes(s)} aria-label={scopeWords(types, s)}
    onChange={e => choose(e.currentTarget.checked ? [...chosen, s] : chosen.filter(x => x !== s))} />
  return (
    <fieldset class="plain-set scopes"><legend>{tell('cli.may')}</legend><table>
      <thead><tr><td /><th scope="col">{tell('cli.read')}</th>{can.some(s => s.endsWith(':write')) && <th scope="col">{tell('cli.write')}</th>}</tr></thead>
      <tbody><tr class="every"><th scope="row">{tell('cli.every')}</th><td><input type="checkbox" checked={held === readable.length}
        ref={e => { if (e) e.indeterminate = held > 0 && held < readable.length }} aria-label={tell('cli.every.read')}
        onChange={e => choose([...others, ...(e.currentTarget.checked ? readable : [])])} /></td><td /></tr>
        {rows.map(x => <tr key={x}><th scope="row">{scopeObject(types, x)}</th><td>{box(x + ':read')}</td><td>{box(x + ':write')}</td></tr>)}</tbody>
    </table></fieldset>
  )
}

function Revoke({ c, onClose }: { c: Client; onClose: () => void }) {
  const { sending, problem, send } = useSending()
  const go = () => send(async () => { await api('POST', '/clients/{id}/revoke', { at: { id: c.id } }); forget('/clients'); onClose() })
  return (
    <Dialog title={`${tell('cli.revoke')}: ${c.id}`} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('cli.revoke')}</button>}>
      <p>{tell('cli.revoke.what')}</p><Refused text={problem} />
    </Dialog>
  )
}
