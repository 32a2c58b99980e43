/* input.tsx - the input of a field, by its type.  What is typed is never touched while it is being typed. */
import { useRef, useState } from 'preact/hooks'
import type { Value } from '../data/types.ts'
import { t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { CodeInput } from './code.tsx'
import { change, setUnread, UNFINISHED, type Draft } from './draft.ts'
import { FileInput } from './file.tsx'
import { clean, readValue, showValue, unreadable } from './read.ts'
import { ReferenceInput } from './reference.tsx'
import type { Field } from './type.ts'

export type InputProps = { d: Draft; f: Field; id: string; value: Value; required: boolean; invalid: boolean; describedBy?: string }

export const attributes = (p: InputProps) => ({
  id: p.id, 'aria-invalid': p.invalid, 'aria-describedby': p.describedBy, 'aria-required': p.required, autocomplete: 'off' as const,
})

export function Input(p: InputProps) {
  const { d, f, value } = p
  switch (f.type) {
    case 'code': return <CodeInput {...p} />
    case 'reference': return <ReferenceInput {...p} />
    case 'file': return <FileInput {...p} />
    case 'boolean': return (
      <select {...attributes(p)} value={value === null ? '' : String(value)} onChange={e => change(d, f.name, e.currentTarget.value === '' ? null :
        e.currentTarget.value === 'true')}>
        <option value="">–</option><option value="true">{t('form.yes')}</option><option value="false">{t('form.no')}</option>
      </select>
    )
    case 'text': return <TextInput {...p} />
    default: return <ReadInput {...p} />
  }
}

const digits = /^(digits|phone)$/

function TextInput(p: InputProps) {
  const { d, f, value } = p
  const phone = f.pattern === 'phone'
  const leave = (s: string) => {
    const v = phone && /^[\d\s.+-]+$/.test(s) ? s.replace(/[\s.-]/g, '') : clean(s)
    if (v !== (value ?? '')) change(d, f.name, v || null)
  }
  return (
    <input {...attributes(p)} value={value === null ? '' : String(value)} inputMode={digits.test(f.pattern ?? '') ? 'numeric' : f.pattern === 'email' ?
      'email' : undefined}
      spellcheck={false} onInput={e => change(d, f.name, e.currentTarget.value === '' ? null : e.currentTarget.value)}
        onBlur={e => leave(e.currentTarget.value)} />
  )
}

/* Dates and numbers.  The words stay as typed until the field is left; what they mean is known at once, and why they mean nothing is said when it
 * is left. */
function ReadInput(p: InputProps) {
  const { d, f, value } = p
  const [typed, setTyped] = useState<{ text: string; gives: Value } | undefined>()
  const mine = typed && typed.gives === value ? typed.text : undefined   // something else came meanwhile: it is shown
  const type = (text: string) => {
    const v = readValue(f, text)
    setTyped({ text, gives: v === undefined ? value : v })
    setUnread(d, f.name, v === undefined ? UNFINISHED : undefined)
    if (v !== undefined) change(d, f.name, v)
  }
  const leave = () => {
    if (mine === undefined) return
    if (readValue(f, mine) === undefined) setUnread(d, f.name, unreadable(f))
    else setTyped(undefined)
  }
  const input = (
    <input {...attributes(p)} value={mine ?? showValue(f, value)} inputMode={f.type === 'decimal' ? 'decimal' : f.type === 'integer' ? 'numeric' : undefined}
      placeholder={f.type === 'date' ? t('form.date') : f.type === 'partial_date' ? t('form.partial') : undefined}
      onInput={e => type(e.currentTarget.value)} onBlur={leave}
      onKeyDown={e => { if (e.key === 'Escape') setTyped(undefined) }} />
  )
  if (f.type !== 'date') return input
  return <div class="with-button">{input}<Calendar {...p} done={() => setTyped(undefined)} /></div>
}

/* By button only: who types a date is faster. */
function Calendar({ d, f, value, done }: InputProps & { done: () => void }) {
  const day = useRef<HTMLInputElement>(null)
  const take = (v: string) => { done(); setUnread(d, f.name, undefined); change(d, f.name, v || null) }
  return (
    <>
      <input ref={day} type="date" class="calendar" tabIndex={-1} aria-hidden="true" value={value === null ? '' : String(value)}
        onChange={e => take(e.currentTarget.value)} />
      <button type="button" class="inside" tabIndex={-1} title={t('form.calendar')} onClick={() => day.current?.showPicker()}>
        <Icon name="calendar" /><span class="hidden">{t('form.calendar')}</span></button>
    </>
  )
}
