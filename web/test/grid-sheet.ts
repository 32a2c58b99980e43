/* grid-sheet.ts - a class in memory and a server that keeps versions, for the tests of the grid. */
import { makeSheet, makeRow, type Sheet, type Values } from '../src/grid/sheet.ts'
import { choose, type Choice, type Column, type Reader } from '../src/grid/content.ts'
import { showValue } from '../src/record/read.ts'
import type { Field, Kind } from '../src/record/type.ts'
import type { Value } from '../src/data/types.ts'
import { expression } from '../src/text/expr.ts'

export const who = [
  ['1900000001', 'Giàng Thị Mỷ', '2015-03-04'], ['1900000002', 'Lò Văn Ánh', '2015-09-12'], ['1900000003', 'Nguyễn Thị Đào', '2015-01-27'],
  ['1900000004', 'Nguyễn Thị Đào', '2015-11-02'], ['1900000005', 'Sùng A Páo', '2015-06-30'], ['1900000006', 'Vàng Thị Súa', '2015-12-05'],
] as const

const sexes: Choice[] = [{ code: '01', name: 'Nam' }, { code: '02', name: 'Nữ' }]
export const reader: Reader = {
  choices: f => (f.list === 'sex' ? sexes : undefined),
  words: (_, v: Value) => sexes.find(x => x.code === v)?.name ?? String(v ?? ''),
  holds: (condition, value) => expression(condition)({ value }) === true,
}

function column(name: string, label: string, type: Kind, more: Partial<Field> = {}, titles: string[] = []): Column {
  const words = { vi: label, en: label }
  return { field: { name, label: words, type, class: 'open', required: false, ...more }, label: words, titles, locked: more.computed ?? false }
}

export const columns: Column[] = [
  column('personal_id', 'Số định danh cá nhân', 'text', { pattern: 'digits', max: 12 }, ['Số định danh']),
  column('address', 'Chỗ ở hiện nay', 'text', {}, ['Địa chỉ']), column('checked_on', 'Ngày kiểm tra', 'date', {}, ['Ngày khám']),
  column('sex', 'Giới tính', 'code', { list: 'sex' }), column('height_cm', 'Chiều cao (cm)', 'decimal'), column('periods', 'Số tiết', 'integer'),
  column('phone', 'Điện thoại', 'text'), column('can_swim', 'Biết bơi', 'boolean'), column('swim_m', 'Bơi được (m)', 'decimal', { show_when: 'can_swim == true' }),
  column('bmi', 'BMI', 'decimal', { computed: true }),
]

const first: Record<string, Values> = { '1900000002': { height_cm: 116, sex: '01', can_swim: true }, '1900000001': { can_swim: null } }

/* more: pupils after the six. */
export function makeClass(more = 0): Sheet {
  const others = Array.from({ length: more }, (_, i) => [String(1900000100 + i), `Hoàng Văn ${i}`, '2015-01-01'] as const)
  const rows = [...who, ...others].map(([code, name, born]) => makeRow(code, { code, name, born }, code, 1, { ...first[code] }))
  return makeSheet({ plural: 'learners', columns, given: {}, needs: () => [] }, rows, reader)
}

export { choose }

type Line = { code?: string; version?: number } & Values

/* One record a pupil, as POST /{plural}/batch answers of them; refuses: what it does not take. */
export class Server {
  records = new Map<string, { version: number; values: Values; log: { version: number; names: string[]; by: string }[] }>()
  answers = new Map<string, string>()
  made = 0
  written: (by: string, code: string, name: string, was: Value) => void = () => {}
  constructor(sheet: Sheet, readonly refuses: (name: string, v: Value) => string | undefined = () => undefined) {
    for (const r of sheet.rows) { const s = r.state.peek(); if (s.code) this.records.set(s.code, { version: s.version, values: { ...s.stored }, log: [] }) }
  }

  batch(body: string, key: string, by: string): string {
    const kept = this.answers.get(key)
    if (kept !== undefined) return kept
    const answer = body.split('\n').filter(Boolean).map((l, i) => JSON.stringify(this.line(JSON.parse(l) as Line, i + 1, by))).join('\n') + '\n'
    this.answers.set(key, answer)
    return answer
  }

  private line({ code: asked, version, ...values }: Line, line: number, by: string) {
    const bad = Object.entries(values).flatMap(([field, v]) => { const m = this.refuses(field, v); return m ? [{ field, key: 'field.bad', message: m, severity: 'error' }] : [] })
    const code = asked ?? 'N' + ++this.made, r = this.records.get(code) ?? { version: 0, values: {}, log: [] }
    if (asked && version !== r.version) {
      const since = r.log.filter(x => x.version > (version ?? 0)), names = [...new Set(since.flatMap(x => x.names))]
      const current = names.map(field => ({ field, value: r.values[field] ?? undefined, by: since.filter(x => x.names.includes(field)).at(-1)?.by, at: '2025-09-05T03:31:00Z' }))
      return { line, code, version: r.version, outcome: 'refused', problems: [{ field: 'version', key: 'record.stale', message: 'Hồ sơ đã được người khác sửa.', severity: 'error' }], current }
    }
    if (bad.length) return { line, code: asked ?? null, version: null, outcome: 'refused', problems: bad }
    const names = Object.keys(values).filter(n => (values[n] ?? null) !== (r.values[n] ?? null))
    if (names.length || !asked) {
      for (const n of names) this.written(by, code, n, r.values[n] ?? null)
      const next = { version: r.version + 1, values: { ...r.values, ...values }, log: [...r.log, { version: r.version + 1, names, by }] }
      this.records.set(code, next)
    }
    return { line, code, version: this.records.get(code)?.version, outcome: !asked ? 'created' : names.length ? 'changed' : 'unchanged', problems: [] }
  }
}
