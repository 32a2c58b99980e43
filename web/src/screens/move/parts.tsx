/* parts.tsx - what the dialogs of a transfer ask for: a class of this school, a day, whether another grade is meant. */
import { useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import { now, schoolYear, today } from '../../data/clock.ts'
import { Problem } from '../../data/api.ts'
import type { Transfer } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { readDate, showDate, showYear, t } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Icon } from '../../ui/icon.tsx'
import { byGrade, gradeName, useClasses } from '../classes.ts'
import { sideOf, stateWords } from './sides.ts'

/* Of the school year in view; of another year the day has to be said. */
export const presentDay = () => (schoolYear(now()) === year.value ? showDate(today()) : '')

/* What a transfer may have changed, of what is kept here. */
export const forgetMoves = () => Promise.all(['/transfers', '/notices', '/learners', '/enrolments', '/staff', '/quality'].map(forget))

/* Decided in another window meanwhile: how. */
export function useDecided(x: Transfer): string | undefined {
  const now = useGet('/transfers/{transfer}', { at: { transfer: x.code } }).data
  return now && now.state !== x.state ? stateWords(now, sideOf(now, unit.value.code)) : undefined
}

/* The school year whose classes a day leads into; in summer the next one, where that is in view.  No day yet: the one in view. */
export function yearOfDay(text: string): number {
  const [of = year.value, month = 9] = readDate(text)?.split('-').map(Number) ?? []
  return month > 7 || (month > 5 && year.value === of) ? of : of - 1
}

type ClassProps = { of: number; value: string; first?: string; onChange: (code: string) => void }

/* of: a school year; first: the grade whose classes stand before the others. */
export function ClassInput({ of, value, first, onChange }: ClassProps) {
  const told = useClasses(of).data?.items, grades = byGrade(told ?? []), own = grades.filter(([grade]) => grade === first)
  return <>
    <label class="stack">{tell('agree.class', { year: showYear(of) })}<select value={value} onChange={e => onChange(e.currentTarget.value)}>
      <option value="">–</option>
      {[...own, ...grades.filter(x => !own.includes(x))].map(([grade, classes]) => <optgroup key={grade} label={gradeName(grade)}>
        {classes.map(c => <option key={c.code} value={c.code}>{String(c.name ?? c.code)}</option>)}</optgroup>)}</select></label>
    {told?.length === 0 && <p class="problem"><Icon name="alert" /><span>{tell('class.none', { year: showYear(of) })}{' '}
      <a href={`/ho-so/classes/new?nam=${of}`}>{tell('class.add')}</a></span></p>}
  </>
}

export function Day({ label, text, onInput }: { label: string; text: string; onInput: (s: string) => void }) {
  const wrong = text.trim() !== '' && !readDate(text)
  return <>
    <label class="stack">{label}<input value={text} placeholder={t('form.date')} autocomplete="off" aria-invalid={wrong}
      onInput={e => onInput(e.currentTarget.value)} /></label>
    {wrong && <p class="problem" role="alert"><Icon name="alert" />{t('form.baddate')}</p>}
  </>
}

export function Text({ label, value, onInput, long }: { label: string; value: string; onInput: (s: string) => void; long?: boolean }) {
  return <label class="stack">{label}<input value={value} maxLength={long ? 500 : 150} autocomplete="off" spellcheck={false}
    onInput={e => onInput(e.currentTarget.value)} /></label>
}

/* Asked only when the server found that the class is of another grade. */
export function useGrade() {
  const [told, setTold] = useState(false), [meant, setMeant] = useState(false)
  const watch = <T,>(sent: Promise<T>) => sent.catch((x: Problem) => {
    if (x.key === 'transfer.grade' || x.problems?.some(p => p.key === 'transfer.grade')) setTold(true)
    throw x
  })
  return { told, meant, setMeant, watch, ready: !told || meant, forget: () => { setTold(false); setMeant(false) } }
}

export const OtherGrade = ({ of }: { of: ReturnType<typeof useGrade> }) => (of.told ? (
  <label class="check"><input type="checkbox" checked={of.meant} onChange={e => of.setMeant(e.currentTarget.checked)} /> {tell('grade.meant')}</label>) : null)
