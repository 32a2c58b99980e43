/* classes.ts - the classes of a school year, in the order of their lists; nobody's class is of a year that the screen is not of. */
import { may, session, unit, year } from '../app/session.ts'
import { query } from '../data/api.ts'
import type { Page, Rec } from '../data/types.ts'
import { forget, useGet, type Answer } from '../data/use.ts'
import { codeOf, nameIn } from '../record/known.ts'
import { tell } from '../text/class.ts'
import { inOrder } from './class/order.ts'

const FIELDS = 'name,grade,homeroom_teacher,display_order', MOST = 200

/* How a teacher is called only who may read of staff is told. */
export const withNames = (fields: string, ...teachers: string[]) =>
  [fields, ...(may('staff', 'read') ? teachers.map(f => f + '.title') : [])].join(',')

/* '': nobody. */
export function teacherOf(r: Rec, field: string): string {
  const code = r[field] ?? ''
  return code === '' ? '' : String(r[field + '.title'] ?? tell(code === session.value.staff ? 'sub.you' : 'sub.other'))
}

/* What was read of its pupils, of which something was written, and what is missing of them. */
export const forgetClass = (...read: string[]) => Promise.all([...read, '/quality'].map(forget))

export const classAddress = (code: string) => `/lop/${encodeURIComponent(code)}`

export function useClasses(of = year.value): Answer<Page<Rec>> {
  const asked = { unit: unit.value.code, year: of, fields: withNames(FIELDS, 'homeroom_teacher'), sort: 'name', limit: MOST }
  const told = useGet<Page<Rec>>(`/classes${query(asked)}`)
  return { ...told, data: told.data && { ...told.data, items: inOrder(told.data.items) } }
}

/* The grades in their order, each with its classes. */
export function byGrade(classes: Rec[]): [grade: string, classes: Rec[]][] {
  const grades = new Map<string, Rec[]>()
  for (const c of classes) {
    const grade = String(c.grade ?? '')
    grades.set(grade, [...(grades.get(grade) ?? []), c])
  }
  return [...grades].sort((a, b) => (a[0] < b[0] ? -1 : 1))
}

export function gradeName(code: string): string {
  const grade = code ? codeOf('grade', code) : null
  return grade ? nameIn(grade) : grade === undefined ? '…' : tell('all.nograde')
}
