/* ask.tsx - what the dialogs of administration ask for: a unit found by name, a day. */
import { useEffect, useState } from 'preact/hooks'
import { own } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import { now } from '../../data/clock.ts'
import type { UnitName } from '../../data/types.gen.ts'
import { useLater } from '../../record/wait.ts'
import { readDate, showDate, t } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Combobox, type Option } from '../../ui/combobox.tsx'
import { Refused } from '../../ui/sending.tsx'

type UnitProps = { id: string; value?: UnitName; but?: string[]; onChange: (u?: UnitName) => void }

/* Below the account's own unit, by name or code; but: those that cannot be meant. */
export function UnitInput({ id, value, but = [], onChange }: UnitProps) {
  const [typed, setTyped] = useState(''), [found, setFound] = useState<{ for: string; options: Option[] }>(), text = useLater(typed.trim(), 200)
  useEffect(() => {
    if (text.length < 2 || found?.for === text) return
    const stop = new AbortController()
    api('POST', '/search', { body: { text, within: own.value.code, kinds: ['unit'], limit: 20 }, signal: stop.signal })
      .then(a => setFound({ for: text, options: a.items.map(x => ({ value: x.code, label: x.title, note: x.code })) }), () => undefined)
    return () => stop.abort()
  }, [text])
  const options = () => (typed.trim().length > 1 ? found?.options.filter(x => !but.includes(x.value)) ?? [] : [])
  return <Combobox id={id} value={value?.code ?? null} label={value ? value.name : ''} options={options}
    onType={setTyped} waiting={typed.trim() !== (found?.for ?? '')} placeholder={t('form.type')}
    onChange={(code, name) => onChange(code ? { code, name: name ?? code } : undefined)} />
}

/* A decision is recorded when it holds. */
export const isToCome = (text: string) => (readDate(text) ?? '') > new Date(now() + 7 * 3_600_000).toISOString().slice(0, 10)

/* text: as typed; read it with readDate. */
export function DayInput({ label, text, onInput }: { label: string; text: string; onInput: (s: string) => void }) {
  const later = isToCome(text), wrong = later || (text.trim() !== '' && !readDate(text))
  return <>
    <label class="stack">{label}<input value={text} placeholder={t('form.date')} autocomplete="off" aria-invalid={wrong}
      onInput={e => onInput(e.currentTarget.value)} /></label>
    {wrong && <Refused text={later ? tell('uni.lack.later') : t('form.baddate')} />}
  </>
}

/* Above a list: taken when it is a whole day. */
export function DayFilter({ label, value, set }: { label: string; value: string; set: (v: string | undefined) => void }) {
  const [text, setText] = useState(value ? showDate(value) : ''), day = readDate(text)
  const take = () => { if (text.trim() === '' || day) set(day) }
  return <label class={'pick' + (value ? ' set' : '')}><span>{label}</span><input value={text} placeholder={t('form.date')} autocomplete="off"
    aria-invalid={text.trim() !== '' && !day} onInput={e => setText(e.currentTarget.value)} onBlur={take}
      onKeyDown={e => { if (e.key === 'Enter') take() }} /></label>
}
