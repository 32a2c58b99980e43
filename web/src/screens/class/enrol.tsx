/* enrol.tsx - pupils of the school who have no class this year, several at once into this one, from a day; who is new to the school has a form. */
import { useEffect, useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import { api, type Problem } from '../../data/api.ts'
import { now, schoolYear, today } from '../../data/clock.ts'
import type { Page, Rec } from '../../data/types.ts'
import { recordAddress } from '../../record/here.ts'
import { sendChanges } from '../../record/lines.ts'
import { clean } from '../../record/read.ts'
import { inWords } from '../../record/shown.tsx'
import { number, readDate, showDate, t } from '../../text/index.ts'
import { tell } from '../../text/class.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { forgetClass } from '../classes.ts'

const MOST = 50, WAIT_MS = 250, FIELDS = 'full_name,birth_date,birth_year,sex'
type Found = { rows?: Rec[]; more?: boolean; problem?: string }

/* By name or code, or by the day of birth; what is looked for goes in the body. */
function useFree(typed: string): Found {
  const [found, setFound] = useState<Found>({}), text = clean(typed), born = readDate(text)
  useEffect(() => {
    const stop = new AbortController(), filter = 'enrolment.class is null' + (born ? ` and birth_date == "${born}"` : '')
    const body = { unit: unit.value.code, year: year.value, filter, fields: FIELDS, limit: MOST, ...(text && !born ? { q: text } : { sort: 'full_name' }) }
    const ask = () => api<Page<Rec>>('POST', '/learners/query', { body, signal: stop.signal }).then(
      page => setFound({ rows: page.items, more: Boolean(page.cursor) }), (x: Problem) => { if (!stop.signal.aborted) setFound({ problem: x.message }) })
    const wait = setTimeout(() => void ask(), text ? WAIT_MS : 0)
    return () => { clearTimeout(wait); stop.abort() }
  }, [text])
  return found
}

const nameOf = (r: Rec) => String(r['full_name'] ?? r.code)
const bornOf = (r: Rec) => (r['birth_date'] ? showDate(String(r['birth_date'])) : String(r['birth_year'] ?? ''))
const noteOf = (r: Rec) => [bornOf(r), inWords({ type: 'code', list: 'sex' }, r['sex'] ?? null), r.code].filter(Boolean).join(' · ')

type Props = { rec: Rec; onClose: () => void; onDone: (words: string) => void }
type Left = { name: string; words: string }

export function Enrol({ rec, onClose, onDone }: Props) {
  const [typed, setTyped] = useState(''), [chosen, setChosen] = useState<Rec[]>([]), [left, setLeft] = useState<Left[]>([]), [came, setCame] = useState(0)
  const [day, setDay] = useState(schoolYear(now()) === year.value ? showDate(today()) : ''), since = readDate(day), wrong = day.trim() !== '' && !since
  const { sending, problem, send } = useSending(), n = chosen.length
  const tick = (r: Rec, on: boolean) => setChosen(on ? [...chosen, r] : chosen.filter(x => x.code !== r.code))
  const close = () => (came ? onDone(tell('enrol.done', { n: number(came) })) : onClose())
  const go = () => send(async () => {
    if (!n || wrong) return
    const became = await sendChanges('enrolments', chosen.map(r => ({
      learner: r.code, class: rec.code, school_year: year.value, ...(since ? { status_date: since } : {}),
    })))
    const stay = chosen.filter((_, i) => !became[i]?.ok), all = came + n - stay.length
    await forgetClass('/enrolments', '/learners')
    if (!stay.length) return onDone(tell('enrol.done', { n: number(all) }))
    setCame(all)
    setLeft(chosen.flatMap((r, i) => (became[i]?.ok ? [] : [{ name: nameOf(r), words: became[i]?.words.join(' ') ?? '' }])))
    setChosen(stay)
  })
  return (
    <Dialog wide title={tell('enrol.title', { name: String(rec.name ?? rec.code) })} onClose={close} onSubmit={() => void go()}
      actions={<><Lacks words={n ? '' : tell('enrol.lack')} />
        <a class="button" href={recordAddress('learners', 'new')}><Icon name="plus" />{tell('enrol.new')}</a>
        <button type="submit" class="button primary" disabled={sending || !n || wrong}>
          {sending ? t('form.saving') : n ? tell('enrol.yes', { n: number(n) }) : tell('pup.add')}</button></>}>
      <label class="stack">{tell('enrol.find')}<input value={typed} autocomplete="off" spellcheck={false} onInput={e => setTyped(e.currentTarget.value)}
        onKeyDown={e => { if (e.key === 'Enter') e.preventDefault() }} /></label>
      <Free typed={typed} chosen={chosen} tick={tick} done={came} />
      <label class="stack">{tell('enrol.day')}<input class="enrol-day" value={day} placeholder={t('form.date')} autocomplete="off" aria-invalid={wrong}
        onInput={e => setDay(e.currentTarget.value)} /></label>
      {wrong && <p class="problem" role="alert"><Icon name="alert" />{t('form.baddate')}</p>}
      {left.length > 0 && <div role="alert"><p class="problem"><Icon name="alert" />{tell('enrol.refused', { n: number(left.length) })}</p>
        <ul>{left.map(x => <li key={x.name}><strong>{x.name}</strong>: {x.words}</li>)}</ul></div>}
      <Refused text={problem} />
    </Dialog>
  )
}

/* Whoever is chosen stays in sight, whatever is looked for next. */
function Free({ typed, chosen, tick, done }: { typed: string; chosen: Rec[]; tick: (r: Rec, on: boolean) => void; done: number }) {
  const { rows, more, problem } = useFree(typed), has = (r: Rec) => chosen.some(x => x.code === r.code)
  const all = [...chosen, ...(rows ?? []).filter(r => !has(r))]
  return (
    <div role="group" aria-label={tell('enrol.free')} key={done}>
      <ul class="plainlist enrol-free">{all.map(r => <li key={r.code}><label class="check"><input type="checkbox" checked={has(r)}
        onChange={e => tick(r, e.currentTarget.checked)} /> <span>{nameOf(r)} <small>{noteOf(r)}</small></span></label></li>)}</ul>
      <p class="quiet" role="status">{!rows ? t('state.wait') : !all.length ? tell(typed.trim() ? 'enrol.nobody' : 'enrol.none')
        : more ? tell('enrol.more', { n: number(rows.length) }) : tell('move.chosen', { n: number(chosen.length) })}</p>
      <Refused text={problem} />
    </div>
  )
}
