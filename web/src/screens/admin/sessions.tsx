/* sessions.tsx - who is signed in now, in a unit and all below it; any of them can be ended. */
import { useState } from 'preact/hooks'
import { isOwn, may, unit } from '../../app/session.ts'
import { api, query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { OpenSession } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { moment, number, say, t } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'

/* Whoever manages no accounts sees their own. */
export function Sessions() {
  const all = may('account', 'admin'),
    list = usePages<OpenSession>(`/sessions${query({ unit: all || !isOwn.value ? unit.value.code : undefined, limit: 100 })}`)
  const [asked, setAsked] = useState<OpenSession>(), roles = useGet('/roles', may('account', 'read') ? {} : false).data?.items ?? []
  const roleOf = (s: OpenSession) => roles.filter(r => r.name === s.role).map(r => say(r.label))
  return (
    <section class="page list">
      <header class="head"><h1><No at="/quan-tri/phien" />{tell('ses.title')} <span class="count" role="status">{list.first.data
        && number(list.items.length)}</span></h1></header>
      <p class="quiet">{tell(all ? 'ses.text' : 'ses.own')}</p>
      <Show of={list.first}>{() => list.items.length === 0 ? <Empty text={tell('ses.none')} />
        : <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('ses.title')}><table>
            <thead><tr><th scope="col" class="first">{tell('acc.name')}</th><th scope="col">{tell('acc.role')}</th><th scope="col">{tell('acc.unit')}</th>
              <th scope="col">{tell('ses.since')}</th><th scope="col">{tell('acc.seen')}</th><th scope="col">{tell('ses.ends')}</th><td /></tr></thead>
            <tbody>{list.items.map(s => (
              <tr key={s.id}>
                <th scope="row">{s.account}{s.present && <> <span class="status s01">{tell('ses.this')}</span></>}</th>
                <td data-label={tell('acc.role')}>{roleOf(s)}</td>
                <td data-label={tell('acc.unit')}>{s.unit_name} <small>{s.unit}</small></td>
                <td data-label={tell('ses.since')}>{moment(s.since)}{s.address && <small> {tell('ses.from', { address: s.address })}</small>}</td>
                <td data-label={tell('acc.seen')}>{moment(s.last_seen)}</td>
                <td data-label={tell('ses.ends')}>{moment(s.ends)}</td>
                <td class="row-actions">{!s.present && <button type="button" class="link" onClick={() => setAsked(s)}>{tell('ses.end')}
                  <span class="hidden"> {s.account}</span></button>}</td>
              </tr>))}</tbody>
          </table></div>}</Show>
      {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('list.more')}</button></p>}
      {asked && <End s={asked} onClose={() => setAsked(undefined)} />}
    </section>
  )
}

function End({ s, onClose }: { s: OpenSession; onClose: () => void }) {
  const { sending, problem, send } = useSending()
  const go = () => send(async () => { await api('POST', '/sessions/{id}/end', { at: { id: s.id } }); forget('/sessions'); onClose() })
  return (
    <Dialog title={`${tell('ses.end')}: ${s.account}`} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('ses.end')}</button>}>
      <p>{tell('ses.end.what')}</p><Refused text={problem} />
    </Dialog>
  )
}
