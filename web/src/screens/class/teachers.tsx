/* teachers.tsx - who teaches a class what; a subject of two semesters with one teacher stands once. */
import { may, unit, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import type { Page, Rec } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { listAddress, recordAddress } from '../../record/here.ts'
import { codeOf, nameIn } from '../../record/known.ts'
import { tell } from '../../text/class.ts'
import { Show } from '../../ui/state.tsx'
import { teacherOf, withNames } from '../classes.ts'

const FIELDS = 'subject,subject_2018,semester,teacher', MOST = 200

const named = (list: string, code: unknown) => { const c = codeOf(list, String(code)); return c ? nameIn(c) : c === undefined ? '…' : String(code) }
const subjectOf = (r: Rec) => (r.subject_2018 ? named('subject_2018', r.subject_2018) : named('subject', r.subject))

type Taught = { key: string; subject: string; terms: string[]; code?: string; teacher?: string }

function taught(rows: Rec[]): Taught[] {
  const all = new Map<string, Taught>()
  for (const r of rows) {
    const key = `${r.subject_2018 ?? ''} ${r.subject ?? ''} ${r.teacher ?? ''}`
    const one = all.get(key) ?? { key, subject: subjectOf(r), terms: [], code: r.teacher ? String(r.teacher) : undefined, teacher: teacherOf(r, 'teacher') }
    one.terms.push(named('semester', r.semester))
    all.set(key, one)
  }
  return [...all.values()].sort((a, b) => a.subject.localeCompare(b.subject, 'vi'))
}

/* Whose record the reader may open is a link. */
const Person = ({ code, name }: { code: string; name: string }) =>
  (may('staff', 'read') ? <a href={recordAddress('staff', code)}>{name}</a> : <>{name}</>)

const Homeroom = ({ label, rec, field }: { label: string; rec: Rec; field: string }) => (
  <p><span class="quiet">{label}</span> {rec[field] ? <Person code={String(rec[field])} name={teacherOf(rec, field)} />
    : <span class="problem warning">{tell('sub.nobody')}</span>}</p>
)

export function Teachers({ rec }: { rec: Rec }) {
  const asked = { unit: unit.value.code, year: year.value, filter: `class.code == "${rec.code}"`, fields: withNames(FIELDS, 'teacher'), limit: MOST }
  const list = useGet<Page<Rec>>(`/class_subjects${query(asked)}`)
  return (
    <section class="card"><h2>{tell('sub.title')}</h2>
      <Homeroom label={tell('sub.homeroom')} rec={rec} field="homeroom_teacher" />
      {rec.homeroom_teacher_end && rec.homeroom_teacher_end !== rec.homeroom_teacher
        ? <Homeroom label={tell('sub.homeroom.end')} rec={rec} field="homeroom_teacher_end" /> : null}
      <Show of={list} rows={4}>{({ items }) => {
        const all = taught(items), both = new Set(items.map(r => r.semester)).size
        return all.length === 0 ? <p class="quiet">{tell('sub.none')}</p> : <dl class="taught">{all.map(x => (
          <div key={x.key}><dt>{x.subject}{x.terms.length < both && <small> {x.terms.join(', ')}</small>}</dt>
            <dd>{x.code ? <Person code={x.code} name={x.teacher ?? ''} /> : <span class="problem warning">{tell('sub.nobody')}</span>}</dd></div>))}</dl>
      }}</Show>
      <p class="actions"><a class="button" href={listAddress('class_subjects', { class: rec.code })}>{tell('sub.all')}</a></p>
    </section>
  )
}
