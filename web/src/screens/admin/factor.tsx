/* factor.tsx - the second step of signing in, of whoever is signed in: set with a picture to scan, taken off, its codes on paper. */
import { useState } from 'preact/hooks'
import { may, session } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { FactorSecret } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { moment, number } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { printSheet } from '../../record/paper.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Show } from '../../ui/state.tsx'
import { Passkeys } from './passkeys.tsx'

const FEW = 3

export function Factor() {
  const [doing, setDoing] = useState<'set' | 'drop'>(), done = () => { setDoing(undefined); void forget('/session/otp') }
  return (
    <section class="page narrow">
      <header class="head"><h1>{tell('fac.title')}</h1></header>
      <p>{tell('fac.lead')}</p>
      <Show of={useGet('/session/otp')} rows={2}>{f => (
        <div class="card">
          <p>{f.set ? <><Icon name="check" /> {tell('fac.on', { when: moment(f.since ?? '') })} {tell('fac.left', { n: number(f.codes_left) })}</>
            : tell('fac.off')}</p>
          <p class="soft">{tell(f.demanded ? 'fac.demanded' : 'fac.optional')}</p>
          {f.set && f.codes_left < FEW && <p class="problem warning"><Icon name="alert" />{tell('fac.few')}</p>}
          <p class="actions"><button type="button" class={'button' + (f.set ? '' : ' primary')} onClick={() => setDoing(f.set ? 'drop' : 'set')}>
            {tell(f.set ? 'fac.drop' : 'fac.set')}</button></p>
        </div>
      )}</Show>
      <Passkeys />
      {session.value.unit.kind === 'ministry' && may('account', 'admin') && <Demand />}
      {doing === 'set' && <SetUp onDone={done} />}
      {doing === 'drop' && <Drop onDone={done} />}
    </section>
  )
}

/* For everybody, by whoever keeps the whole system. */
function Demand() {
  const { sending, problem, send } = useSending(), [password, setPassword] = useState(''), [to, setTo] = useState<boolean>()
  const done = () => { setTo(undefined); setPassword('') }, act = (on?: boolean) => tell(on ? 'fac.all.demand' : 'fac.all.leave')
  const go = () => send(async () => {
    await api('POST', '/second-step', { body: { demanded: to, password } })
    await forget('/second-step')
    await forget('/session/otp')
    done()
  })
  return (
    <Show of={useGet('/second-step')} rows={2}>{({ demanded }) => <>
      <div class="card">
        <h2>{tell('fac.all')}</h2>
        <p>{tell(demanded ? 'fac.all.demanded' : 'fac.all.optional')}</p>
        <p class="actions"><button type="button" class="button" onClick={() => setTo(!demanded)}>{act(!demanded)}</button></p>
      </div>
      {to !== undefined && <Dialog title={act(to)} onClose={done} onSubmit={() => void go()}
        actions={<button type="submit" class="button primary" disabled={sending || !password}>{act(to)}</button>}>
        <p>{tell(to ? 'fac.all.demand.what' : 'fac.all.leave.what')}</p>
        <Password value={password} set={setPassword} />
        <Refused text={problem} />
      </Dialog>}
    </>}</Show>
  )
}

type Typing = { label: string; value: string; set: (x: string) => void }

const Password = ({ value, set }: Omit<Typing, 'label'>) => (
  <label class="stack">{tell('fac.password')}<input type="password" value={value} maxLength={200} autocomplete="current-password"
    onInput={e => set(e.currentTarget.value)} /></label>
)

const Code = ({ label, value, set }: Typing) => (
  <label class="stack">{label}<input value={value} maxLength={40} autocapitalize="none" spellcheck={false} autocomplete="one-time-code"
    onInput={e => set(e.currentTarget.value)} /></label>
)

/* The password, the picture, the codes: each is asked for by the one before. */
function SetUp({ onDone }: { onDone: () => void }) {
  const { sending, problem, send } = useSending()
  const [password, setPassword] = useState(''), [code, setCode] = useState('')
  const [key, setKey] = useState<FactorSecret>(), [codes, setCodes] = useState<string[]>()
  const make = () => send(async () => setKey(await api('POST', '/session/otp', { body: { password } })))
  const confirmed = () => send(async () => setCodes((await api('POST', '/session/otp/confirm', { body: { otp: code } })).codes))
  if (codes) return <Codes codes={codes} onDone={onDone} />
  return (
    <Dialog key={key ? 'key' : 'password'} title={tell('fac.set')} onClose={onDone} onSubmit={() => void (key ? confirmed() : make())}
      actions={<button type="submit" class="button primary" disabled={sending || !(key ? code : password)}>{tell(key ? 'fac.confirm' : 'fac.go')}</button>}>
      {key ? <>
        <p>{tell('fac.scan')}</p>
        <Picture rows={key.qr} />
        <p>{tell('fac.key')}: <span class="shown-once">{key.secret.replace(/.{4}/g, '$& ').trim()}</span></p>
        <Code label={tell('fac.code')} value={code} set={setCode} />
      </> : <Password value={password} set={setPassword} />}
      <Refused text={problem} />
    </Dialog>
  )
}

/* Dark on white whatever the screen wears, with the margin that cameras want. */
function Picture({ rows }: { rows: string[] }) {
  const n = rows.length, dark = rows.flatMap((row, y) => [...row].map((x, at) => (x === '1' ? `M${at} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg class="qr" viewBox={`-4 -4 ${n + 8} ${n + 8}`} role="img" aria-label={tell('fac.qr')}>
      <path fill="#fff" d={`M-4 -4h${n + 8}v${n + 8}h-${n + 8}z`} /><path d={dark} />
    </svg>
  )
}

function Codes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const list = <ol class="codes">{codes.map(x => <li key={x} class="shown-once">{x}</li>)}</ol>
  const print = () => void printSheet(<div class="slip"><p class="paper-title">{tell('fac.codes').toUpperCase()}</p>
    <p>{session.value.username} · {location.host}</p>{list}<p>{tell('fac.codes.what')}</p></div>)
  return (
    <Dialog title={tell('fac.codes')} onClose={() => { if (confirm(tell('secret.sure'))) onDone() }} onSubmit={onDone} actions={<>
      <button type="button" class="button" onClick={print}><Icon name="print" />{tell('fac.codes.print')}</button>
      <button type="submit" class="button primary">{tell('secret.done')}</button></>}>
      <p>{tell('fac.codes.what')}</p>
      {list}
      <p class="problem warning"><Icon name="alert" />{tell('secret.once')}</p>
    </Dialog>
  )
}

function Drop({ onDone }: { onDone: () => void }) {
  const { sending, problem, send } = useSending(), [password, setPassword] = useState(''), [otp, setOtp] = useState('')
  const go = () => send(async () => { await api('POST', '/session/otp/remove', { body: { password, otp } }); onDone() })
  return (
    <Dialog title={tell('fac.drop')} onClose={onDone} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending || !password || !otp}>{tell('fac.drop')}</button>}>
      <p>{tell('fac.drop.what')}</p>
      <Password value={password} set={setPassword} />
      <Code label={tell('fac.code.or')} value={otp} set={setOtp} />
      <Refused text={problem} />
    </Dialog>
  )
}
