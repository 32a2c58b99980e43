/* otherfilter.tsx - any other filter of a list: a status, a field, what is missing. */
import { useState } from 'preact/hooks'
import { search, setSearch } from '../app/router.ts'
import { say, t } from '../text/index.ts'
import { tell } from '../text/list.ts'
import { closePopover } from '../ui/popover.ts'
import { keyOf, othersOf, setMissing } from './choice.ts'
import { listOf, nameIn } from './known.ts'
import { Pick, useChoices } from './pick.tsx'
import { readPartial } from './read.ts'
import type { Item, Type } from './type.ts'

export function OtherFilter({ type }: { type: Type }) {
  const [key, setKey] = useState(''), all = othersOf(type)
  const lacking = type.fields.filter(f => !f.required && !f.computed && f.type !== 'file' && !type.screen.missing.includes(f.name))
  const x = all.find(y => keyOf(y) === key)
  const done = (change: Record<string, string | undefined>) => { closePopover('other-filters'); setKey(''); setSearch(change) }
  return (
    <>
      <strong>{t('list.other')}</strong>
      <Status type={type} done={done} />
      <label class="stack">{t('list.by')}<select value={key} onChange={e => setKey(e.currentTarget.value)}>
        <option value="">–</option>{all.map(y => <option key={y.path} value={keyOf(y)}>{say(y.label)}</option>)}</select></label>
      {x && (x.type === 'date' ? <DateRange key={key} done={v => done({ [key]: v })} /> : <ValueOf key={key} x={x} done={v => done({ [key]: v })} />)}
      <label class="stack">{tell('or.lacks')}<select value="" onChange={e => { closePopover('other-filters'); setMissing(e.currentTarget.value, true) }}>
        <option value="">–</option>{lacking.map(f => <option key={f.name} value={f.name}>{say(f.label)}</option>)}</select></label>
    </>
  )
}

function ValueOf({ x, done }: { x: Item; done: (v: string) => void }) {
  const choices = useChoices(x)
  return <label class="stack">{say(x.label)}<select value="" onChange={e => done(e.currentTarget.value)}>
    <option value="">–</option>{choices?.map(c => <option key={c[0]} value={c[0]}>{c[1]}</option>)}</select></label>
}

const MONTH = '2025-09'.length

function DateRange({ done }: { done: (v: string) => void }) {
  const [from, setFrom] = useState(''), [to, setTo] = useState('')
  const read = (s: string) => (s.trim() === '' ? '' : readPartial(s)), a = read(from), b = read(to)
  const wrong = a === undefined || b === undefined || a.length > MONTH || b.length > MONTH
  return (
    <>
      <label class="stack">{t('list.from', { day: '' })}<input value={from} placeholder={tell('month')} onInput={e => setFrom(e.currentTarget.value)}
        aria-invalid={a === undefined} /></label>
      <label class="stack">{t('list.to', { day: '' })}<input value={to} placeholder={tell('month')} onInput={e => setTo(e.currentTarget.value)}
        aria-invalid={b === undefined} /></label>
      <button type="button" class="button primary" disabled={wrong || !(a || b)} onClick={() => done(`${a ?? ''}..${b ?? ''}`)}>{t('list.filter')}</button>
    </>
  )
}

/* Those who are here, those of one status, or everybody there ever was. */
function Status({ type, done }: { type: Type; done: (change: Record<string, string | undefined>) => void }) {
  const all = listOf(type.statuses), s = search.value, value = s.get('gone') ? '*' : s.get('status') ?? ''
  const options: [string, string][] = [...(all ?? []).map((x): [string, string] => [x.code, nameIn(x)]), ['*', t('list.gone')]]
  return <Pick label={t('list.which')} any={t('list.here')} value={all || value === '*' ? value : ''} options={options}
    set={v => done({ status: v === '*' ? undefined : v, gone: v === '*' ? '1' : undefined })} />
}
