/* regulations.tsx - the rules of use that bind a unit: which I have acknowledged, and publishing them. */
import { useState } from 'preact/hooks'
import { go, search, setSearch } from '../../app/router.ts'
import { may, own, unit } from '../../app/session.ts'
import { api, query } from '../../data/api.ts'
import { draft, forgetDraft } from '../../data/draft.ts'
import { usePages } from '../../data/pages.ts'
import type { Regulation, RegulationAccount, RegulationMissing, RegulationWhole } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { tell } from '../../text/admin.ts'
import { moment, number, t } from '../../text/index.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'

const AT = '/quan-tri/quy-che'

export function Regulations() {
  const [writes, setWrites] = useState(false), old = search.value.get('old') !== null
  const all = useGet<{ items: Regulation[] }>(`/regulations${query({ unit: unit.value.code, old: old ? 1 : undefined })}`)
  const publishes = may('regulation', 'write')
  return (
    <section class="page list regulations">
      <header class="head"><h1><No at={AT} />{tell('reg.title')}</h1><div class="actions">
        {publishes && <button type="button" class="button primary" onClick={() => setWrites(true)}><Icon name="plus" />{tell('reg.new')}</button>}
      </div></header>
      <p class="quiet">{tell('reg.text')}</p>
      <label class="old"><input type="checkbox" checked={old} onChange={e => setSearch({ old: e.currentTarget.checked ? '1' : undefined })} />
        {' ' + tell('reg.old')}</label>
      <Show of={all}>{({ items }) => items.length === 0 ? <Empty text={tell(publishes ? 'reg.first' : 'reg.none')} />
        : <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('reg.title')}><table>
            <thead><tr><th scope="col" class="first">{tell('reg.name')}</th><th scope="col">{tell('reg.of')}</th><th scope="col">{tell('reg.since')}</th>
              <th scope="col">{tell('reg.mine')}</th></tr></thead>
            <tbody>{items.map(x => (
              <tr key={x.id}>
                <th scope="row"><a class="open" href={`${AT}/${x.id}`}>{x.title}</a>
                  {x.version > 1 && <> <small>{tell('reg.version', { n: x.version })}</small></>}</th>
                <td data-label={tell('reg.of')}>{x.unit_name}</td><td data-label={tell('reg.since')}>{moment(x.published_at)}</td>
                <td data-label={tell('reg.mine')}><Mine x={x} /></td>
              </tr>))}</tbody>
          </table></div>}</Show>
      {writes && <Publish onClose={() => setWrites(false)} />}
    </section>
  )
}

const Mine = ({ x }: { x: Regulation }) => x.replaced_by ? <span class="quiet">{tell('reg.replaced')}</span>
  : x.acknowledged_at ? <span class="status s01">{tell('reg.seen', { when: moment(x.acknowledged_at) })}</span>
  : <span class="status s03">{tell('reg.unseen')}</span>

export function RegulationPage({ id }: { id: string }) {
  return <section class="page regulation"><Show of={useGet<RegulationWhole>(`/regulations/${id}`)}>{x => <Whole key={x.id} x={x} />}</Show></section>
}

function Whole({ x }: { x: RegulationWhole }) {
  const [writes, setWrites] = useState(false), { sending, problem, send } = useSending()
  const acknowledge = () => send(async () => {
    await api('POST', '/regulations/{id}/acknowledge', { at: { id: x.id } })
    forget('/regulations')
    forget('/notices')
  })
  return <>
    <header class="head"><h1><No at={AT} />{x.title}</h1><div class="actions"><a class="button keep" href={AT}>{tell('reg.all')}</a>
      {may('regulation', 'write') && x.unit === own.value.code && !x.replaced_by && <button type="button" class="button keep" onClick={() => setWrites(true)}>
        {tell('reg.again')}</button>}</div></header>
    <p class="quiet">{tell('reg.by', { unit: x.unit_name, n: x.version, when: moment(x.published_at) })}</p>
    {x.replaced_by && <p class="problem warning"><Icon name="alert" />{tell('reg.newer')} <a href={`${AT}/${x.replaced_by}`}>{tell('reg.open')}</a></p>}
    <div class="card text">{x.text.split('\n').map((p, i) => <p key={i}>{p}</p>)}</div>
    {!x.replaced_by && (x.acknowledged_at ? <p><Mine x={x} /></p> : <p class="actions"><button type="button" class="button primary" disabled={sending}
      onClick={() => void acknowledge()}><Icon name="check" />{tell('reg.acknowledge')}</button></p>)}
    <Refused text={problem} />
    {may('regulation', 'read') && !x.replaced_by && <Missing id={x.id} />}
    {writes && <Publish before={x} onClose={() => setWrites(false)} />}
  </>
}

function Missing({ id }: { id: string }) {
  const path = `/regulations/${id}/missing${query({ within: unit.value.code, limit: 50 })}`
  const list = usePages<RegulationAccount>(path)
  return <>
    <h2>{tell('reg.missing')}</h2>
    <Show of={list.first}>{first => list.items.length === 0 ? <Empty text={tell('reg.nobody')} /> : <>
      <p>{tell('reg.missing.n', { n: number((first as unknown as RegulationMissing).total) })}</p>
      <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('reg.missing')}><table>
        <thead><tr><th scope="col" class="first">{tell('acc.name')}</th><th scope="col">{tell('acc.role')}</th>
          <th scope="col">{tell('acc.unit')}</th></tr></thead>
        <tbody>{list.items.map(a => <tr key={a.name}><th scope="row">{a.name}</th>
          <td data-label={tell('acc.role')}>{a.role_name}</td>
          <td data-label={tell('acc.unit')}>{a.unit_name} <small>{a.unit}</small></td></tr>)}</tbody>
      </table></div></>}</Show>
    {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('list.more')}</button></p>}
  </>
}

function Publish({ before, onClose }: { before?: RegulationWhole; onClose: () => void }) {
  const key = 'regulation ' + (before?.id ?? ''), kept = draft(key, { title: before?.title ?? '', text: before?.text ?? '' }), { title, text } = kept.value
  const { sending, problem, send } = useSending()
  const publish = () => send(async () => {
    const made = await api('POST', '/regulations', { body: { title: title.trim(), text: text.trim(), replaces: before?.id } })
    forgetDraft(key)
    forget('/regulations')
    onClose()
    go(`${AT}/${made.id}`)
  })
  return (
    <Dialog wide title={tell(before ? 'reg.again' : 'reg.new')} onClose={onClose} onSubmit={() => void publish()}
      actions={<button type="submit" class="button primary" disabled={sending || !title.trim() || !text.trim()}>{tell('reg.publish')}</button>}>
      <label class="stack">{tell('reg.name')}<input value={title} maxLength={200}
        onInput={e => { kept.value = { title: e.currentTarget.value, text } }} /></label>
      <label class="stack">{tell('reg.body')}<textarea rows={12} value={text} maxLength={50000}
        onInput={e => { kept.value = { title, text: e.currentTarget.value } }} /></label>
      <p class="hint">{tell(before ? 'reg.again.hint' : 'reg.hint')}</p><Refused text={problem} />
    </Dialog>
  )
}
