/* ask.tsx - the days that the dialogs of administration ask for. */
import { useState } from 'preact/hooks'
import { today } from '../../data/clock.ts'
import { readDate, showDate, t } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Refused } from '../../ui/sending.tsx'

/* A decision is recorded when it holds. */
export const isToCome = (text: string) => (readDate(text) ?? '') > today()

/* text: as typed; read it with readDate.  coming: a day to come, else one that was. */
export function DayInput({ label, text, onInput, coming }: { label: string; text: string; onInput: (s: string) => void; coming?: boolean }) {
  const later = !coming && isToCome(text), wrong = later || (text.trim() !== '' && !readDate(text))
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
