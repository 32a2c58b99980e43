/* again.tsx - the password asked again, over the screen: what was typed stays where it is.  Another account begins with a new page. */
import { signal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { api, Problem, setCsrf, whenSignedOut } from '../data/api.ts'
import { t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { hasUnsaved } from './router.ts'
import { leave, session, setSession, stay, whenTaken } from './session.ts'

/* One question however many requests wait for its answer. */
type Why = 'early' | 'ended' | 'taken'
type Asked = { why: Why; promise: Promise<void>; done: () => void }
const asked = signal<Asked | undefined>(undefined)

export function askAgain(why: Why): Promise<void> {
  if (asked.value) {
    if (why === 'taken') asked.value = { ...asked.value, why }
    return asked.value.promise
  }
  let done = () => {}
  const promise = new Promise<void>(end => { done = end })
  asked.value = { why, promise, done: () => { asked.value = undefined; done() } }
  return promise
}
whenSignedOut(() => askAgain('ended'), stay)
whenTaken(() => askAgain('taken'))

export function Again() {
  const box = useRef<HTMLDialogElement>(null), now = asked.value
  const [given, setGiven] = useState<string>() // a password that another gave: one of their own comes first
  useLayoutEffect(() => {
    if (!now) return
    const before = document.activeElement as HTMLElement | null
    box.current?.showModal()
    return () => { setGiven(undefined); before?.focus?.() }
  }, [now])
  if (!now) return null
  return (
    <dialog ref={box} class={'again' + (now.why === 'early' ? '' : ' ended')} aria-labelledby="again"
      onCancel={e => { if (now.why === 'early') now.done(); else e.preventDefault() }}>
      <h2 id="again"><Icon name="key" />{t(given ? 'again.new' : `again.${now.why}`)}</h2>
      <p>{t(given ? 'again.given' : now.why === 'taken' ? 'again.taken.text' : 'again.text')}</p>
      <Form asked={now} given={given} setGiven={setGiven} />
    </dialog>
  )
}

type FormProps = { asked: Asked; given?: string; setGiven: (password: string) => void }

function Form({ asked: { why, done }, given, setGiven }: FormProps) {
  const [name, setName] = useState(session.value.username), [wait, setWait] = useState(false), [problem, setProblem] = useState<Problem | undefined>()
  const [otp, setOtp] = useState<string>() // asked for where there is a second factor
  const password = useRef<HTMLInputElement>(null), other = name.trim() !== session.value.username
  useEffect(() => password.current?.focus(), [given])
  const send = async (e: Event) => {
    e.preventDefault()
    const typed = password.current?.value
    if (wait || !typed || (other && hasUnsaved() && !confirm(t('again.other')))) return
    setWait(true)
    try {
      if (given) {
        await api('POST', '/session/password', { body: { old: given, new: typed } })
        await stay()
      } else {
        const s = await api('POST', '/session', { body: { username: name.trim(), password: typed, otp: otp || undefined } })
        if (s.must_change_password && !other) {
          setCsrf(s.csrf)
          setGiven(typed)
          setProblem(undefined)
          return setWait(false)
        }
        await setSession(s)
      }
      done()
    } catch (x) {
      const problem = x as Problem, due = problem.key.startsWith('session.otp')
      setProblem(problem)
      setWait(false)
      if (due) setOtp('')
      else password.current?.select()
    }
  }
  const own = given !== undefined
  return (
    <form onSubmit={send}>
      {!own && <><label for="again-name">{t('again.name')}</label>
      <input id="again-name" autocomplete="username" value={name} onInput={e => setName(e.currentTarget.value)} />
      {other && <p class="problem warning"><Icon name="alert" />{t('again.other')}</p>}
      </>}
      <label for="again-password">{t(own ? 'again.new' : 'again.password')}</label>
      <input id="again-password" key={given} ref={password} type="password" autofocus autocomplete={own ? 'new-password' : 'current-password'}
        aria-invalid={!!problem} aria-describedby={problem && 'again-bad'} />
      {otp !== undefined && !own && <><label for="again-otp">{t('again.otp')}</label>
        <input id="again-otp" autofocus autocomplete="one-time-code" autocapitalize="none" value={otp} onInput={e => setOtp(e.currentTarget.value)} /></>}
      {problem && <p class="problem" id="again-bad" role="alert"><Icon name="alert" />{problem.message}</p>}
      <p class="actions">
        <button type="submit" class="button primary" disabled={wait}>{t(wait ? 'again.wait' : 'again.go')}</button>
        {why === 'early' && <button type="button" class="button" onClick={done}>{t('again.later')}</button>}
        {why !== 'early' && hasUnsaved() && <button type="button" class="button" onClick={() => void leave()}>{t('again.drop')}</button>}
      </p>
    </form>
  )
}
