/* passkeys.tsx - the passkeys of whoever is signed in: which there are, one more, one less. */
import { useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import { canPasskey, makePasskey } from '../../data/passkey.ts'
import type { Passkey } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { moment } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Show } from '../../ui/state.tsx'

export function Passkeys() {
  const [adds, setAdds] = useState(false), [drops, setDrops] = useState<Passkey>()
  const done = () => { setAdds(false); setDrops(undefined); void forget('/session/passkeys') }
  return (
    <div class="card">
      <h2>{tell('pass.title')}</h2>
      <p>{tell('pass.lead')}</p>
      <Show of={useGet('/session/passkeys')} rows={1}>{({ items }) => items.length > 0 && (
        <ul class="plainlist passkeys">{items.map(k => <One key={k.id} of={k} onDrop={() => setDrops(k)} />)}</ul>
      )}</Show>
      <p class="actions">
        {canPasskey() ? <button type="button" class="button" onClick={() => setAdds(true)}>{tell('pass.add')}</button> : tell('pass.cannot')}
      </p>
      {adds && <Add onDone={done} />}
      {drops && <Drop of={drops} onDone={done} />}
    </div>
  )
}

const One = ({ of, onDrop }: { of: Passkey; onDrop: () => void }) => (
  <li>
    <Icon name="key" />
    <span><b>{of.name}</b><br /><span class="soft">{tell('pass.since', { when: moment(of.since) })}{' '}
      {of.last_used ? tell('pass.used', { when: moment(of.last_used) }) : tell('pass.unused')}</span></span>
    <button type="button" class="button" aria-label={tell('pass.drop.one', { name: of.name })} onClick={onDrop}>{tell('pass.drop')}</button>
  </li>
)

function Add({ onDone }: { onDone: () => void }) {
  const { sending, problem, send } = useSending(), [stopped, setStopped] = useState(false)
  const [name, setName] = useState(''), [password, setPassword] = useState('')
  const go = () => {
    setStopped(false)
    return send(async () => {
      const credential = await makePasskey().catch(x => { if (!(x instanceof DOMException)) throw x })
      if (!credential) return setStopped(true)
      await api('POST', '/session/passkeys', { body: { name: name.trim(), password, credential } })
      onDone()
    })
  }
  return (
    <Dialog title={tell('pass.add')} onClose={onDone} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending || !name.trim() || !password}>{tell('fac.go')}</button>}>
      <p>{tell('pass.add.what')}</p>
      <label class="stack">{tell('pass.name')}<input value={name} maxLength={60} placeholder={tell('pass.name.like')}
        onInput={e => setName(e.currentTarget.value)} /></label>
      <label class="stack">{tell('fac.password')}<input type="password" value={password} maxLength={200} autocomplete="current-password"
        onInput={e => setPassword(e.currentTarget.value)} /></label>
      <Refused text={stopped ? tell('pass.stopped') : problem} />
    </Dialog>
  )
}

function Drop({ of, onDone }: { of: Passkey; onDone: () => void }) {
  const { sending, problem, send } = useSending()
  const go = () => send(async () => {
    await api('DELETE', '/session/passkeys/{passkey}', { at: { passkey: of.id } })
    onDone()
  })
  return (
    <Dialog title={tell('pass.drop.one', { name: of.name })} onClose={onDone} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('pass.drop')}</button>}>
      <p>{tell('pass.drop.what')}</p>
      <Refused text={problem} />
    </Dialog>
  )
}
