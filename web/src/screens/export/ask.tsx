/* ask.tsx - asking for a file: which template, of whom, of which moment, and what for; whether somebody must agree is said before. */
import { useState } from 'preact/hooks'
import { search } from '../../app/router.ts'
import { unit, year } from '../../app/session.ts'
import { api, query } from '../../data/api.ts'
import type { Export, Sheet } from '../../data/types.gen.ts'
import type { Page, Rec } from '../../data/types.ts'
import { forget, useGet } from '../../data/use.ts'
import { number, say, showYear } from '../../text/index.ts'
import { tell } from '../../text/export.ts'
import { wordsSaid } from '../../text/words.ts'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Show } from '../../ui/state.tsx'
import { Ask as Question, hasClasses, usualAnswer, useSheets } from '../sheets.tsx'

const WORDS = 5
const examples = ['exp.example.1', 'exp.example.2', 'exp.example.3'] as const, ofOffice = ['exp.office.1', 'exp.office.2', 'exp.office.3'] as const
const isSchool = () => unit.value.kind === 'school'

export function Ask({ onAsked }: { onAsked: (x: Export | undefined) => void }) {
  return <section class="card ask-file"><p class="quiet">{tell(isSchool() ? 'exp.lead' : 'exp.office', { year: showYear(year.value) })}</p>
    <Show of={useSheets()} rows={3}>{all => <Form all={all} onAsked={onAsked} />}</Show></section>
}

function Form({ all, onAsked }: { all: Sheet[]; onAsked: (x: Export | undefined) => void }) {
  const [name, setName] = useState(search.value.get('mau') ?? all[0]?.name ?? ''), [of, setOf] = useState(''), [purpose, setPurpose] = useState('')
  const [said, setSaid] = useState<Record<string, string>>({}), { sending, problem, send } = useSending()
  const sheet = all.find(s => s.name === name), asks = sheet?.asks ?? [], valueOf = (x: Sheet['asks'][number]) => said[x.name] ?? usualAnswer(x)
  const open = asks.find(x => !valueOf(x) && x.default !== 'today'), lacks = wordsSaid(purpose) < WORDS
  const go = () => send(async () => {
    onAsked(undefined)
    const told = Object.fromEntries(asks.map(x => [x.name, valueOf(x)]).filter(([, v]) => v))
    const made = await api<'POST', '/exports'>('POST', '/exports', { body: { sheet: name, unit: unit.value.code, year: year.value, purpose: purpose.trim(),
      class: of && hasClasses(sheet) ? of : undefined, asks: asks.length ? told : undefined } })
    setPurpose('')
    onAsked(made)
    await forget('/exports')
  })
  return (
    <form onSubmit={e => { e.preventDefault(); if (!lacks && !open) void go() }}>
      <div class="row">
        <label class="stack">{tell('exp.sheet')}<select value={name} onChange={e => { setName(e.currentTarget.value); setSaid({}) }}>
          {all.map(s => <option key={s.name} value={s.name}>{say(s.label)}</option>)}</select></label>
        {hasClasses(sheet) && isSchool() && <Classes value={of} onChange={setOf} />}
        {asks.map(x => <Question key={name + x.name} ask={x} value={valueOf(x)} onChange={v => setSaid({ ...said, [x.name]: v })} />)}
      </div>
      <label class="stack purpose">{tell('exp.purpose.ask')}<input value={purpose} maxLength={500} autocomplete="off" aria-describedby="exp-how"
        onInput={e => setPurpose(e.currentTarget.value)} /></label>
      <p id="exp-how" class="examples">{tell('exp.examples')} {(isSchool() ? examples : ofOffice).map(k => (
        <button key={k} type="button" class="chip" onClick={() => setPurpose(tell(k))}>{tell(k)}</button>))}</p>
      {sheet && <Waits sheet={name} of={hasClasses(sheet) ? of : ''} />}
      <Refused text={problem} />
      <p class="actions"><button type="submit" class="button primary" disabled={sending || lacks || !!open}>{tell(sending ? 'exp.sending' : 'exp.do')}</button>
        <Lacks words={open ? tell('exp.lack.ask', { what: open.label }) : lacks ? tell('exp.lack.purpose') : ''} /></p>
    </form>
  )
}

function Classes({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const asked = { unit: unit.value.code, year: year.value, fields: 'name', sort: 'name', limit: 200 }
  const all = useGet<Page<Rec>>(`/classes${query(asked)}`).data?.items ?? []
  return (
    <label class="stack">{tell('exp.of')}<select value={value} onChange={e => onChange(e.currentTarget.value)}>
      <option value="">{tell('exp.school')}</option>
      {all.map(c => <option key={c.code} value={c.code}>{tell('exp.class', { name: String(c['name'] ?? '') })}</option>)}</select></label>
  )
}

/* A large file is somebody else's to allow; said before it is asked for. */
function Waits({ sheet, of }: { sheet: string; of: string }) {
  const told = useGet('/exports/preview', { query: { unit: unit.value.code, year: year.value, sheet, ...(of ? { class: of } : {}) } }).data
  if (!told || told.persons === 0) return null
  return told.waits ?
    <p class="problem warning" role="status"><Icon name="clock" />
      {tell(told.persons > told.over ? 'exp.waits' : 'exp.waits.together', { taken: number(told.taken), n: number(told.persons), over: number(told.over) })}</p>
    : <p class="quiet" role="status">{tell('exp.count', { n: number(told.persons) })}</p>
}
