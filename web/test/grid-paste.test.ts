/* grid-paste.test.ts - what Excel, LibreOffice, Google Sheets and WPS put on the clipboard, and what the plan makes of it: test/clipboard/*.json. */
import assert from 'node:assert'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { readClipboard, readHtml, readText, type Block } from '../src/grid/block.ts'
import { writeHtml, writeText } from '../src/grid/copy.ts'
import { makePlan, written, type Heads, type Plan } from '../src/grid/plan.ts'
import type { Column } from '../src/grid/content.ts'
import { contentOf, edit, makeSheet, undo } from '../src/grid/sheet.ts'
import { columns, makeClass } from './grid-sheet.ts'

const folder = 'web/test/clipboard/'   // run at the root of the repository
const heads: Heads = {
  code: ['Mã học sinh', 'Mã HS', 'Mã định danh'], name: ['Họ tên', 'Họ và tên', 'Họ và tên đệm', 'Tên'], born: ['Ngày sinh'], ordinal: ['STT'],
}
type Fixture = {
  program: string; what: string; at: [number, string]; text: string; html: string
  expects: { by: Plan['by']; headed: boolean; counts: Plan['counts']; notes: string[]; written: Record<string, unknown> }
}
const fixtures = readdirSync(folder).sort().map(f => JSON.parse(readFileSync(folder + f, 'utf8')) as Fixture)

for (const f of fixtures)
  test(`${f.program}: ${f.what}`, () => {
    const sheet = makeClass(), before = sheet.rows.map(r => r.state.peek())
    const at = { row: f.at[0], column: columns.findIndex(c => c.field.name === f.at[1]) }
    const plan = makePlan(sheet, readClipboard(f.text, f.html), at, heads)
    assert.deepEqual({ by: plan.by, headed: plan.headed, counts: plan.counts, notes: plan.notes },
      { by: f.expects.by, headed: f.expects.headed, counts: f.expects.counts, notes: f.expects.notes })
    assert.deepEqual(sheet.rows.map(r => r.state.peek()), before, 'a plan writes nothing')
    const all = written(plan)
    assert.equal(edit(sheet, all.map(c => ({ row: c.row, name: c.column.field.name, content: c.content }))), f.expects.counts.new + f.expects.counts.changed)
    for (const [cell, value] of Object.entries(f.expects.written)) {
      const [key = '', name = ''] = cell.split('.'), row = sheet.rows.find(r => r.key === key)
      assert.deepEqual(row && contentOf(row.state.peek(), name), value, cell)
    }
    undo(sheet)
    assert.deepEqual(sheet.rows.map(r => r.state.peek().typed), before.map(s => s.typed), 'a paste is one step')
    assert.equal(sheet.done.peek().length, 0)
  })

test('there are thirty fixtures and more, of four programs', () => {
  assert.ok(fixtures.length >= 30)
  for (const p of ['excel', 'libreoffice', 'google', 'wps']) assert.ok(fixtures.filter(f => f.program === p).length >= 5, p)
})

test('a file that tells whose its rows are is never matched by order', () => {
  const plan = (text: string) => makePlan(makeClass(), readText(text), { row: 0, column: 4 }, heads)
  for (const text of ['Họ tên\tNgày sinh\tChiều cao (cm)\nGiàng Thị Mỷ\t05/03/2015\t121\n', 'Mã học sinh\tChiều cao (cm)\n1900000077\t121\n',
    'Họ tên\tChiều cao (cm)\nNguyễn Thị Đào\t121\n']) {
    const { counts, by } = plan(text)
    assert.deepEqual([counts.new + counts.changed, counts.unmatched, by === 'order'], [0, 1, false], text)
  }
})

const at = { row: 0, column: 3 }
const writes = (text: string, more: Heads = {}) => {
  const plan = makePlan(makeClass(), readText(text), at, { ...heads, ...more })
  return { cells: written(plan).map(c => [c.row.key, c.column.field.name, c.content]), why: plan.unmatched.map(u => u.why), plan }
}

/* ---- a head of two storeys ---- */

const born: Column[] = [['phone', 'Số điện thoại liên hệ', ['Số điện thoại']], ['birth_year', 'Năm sinh', []], ['mother_birth_year', 'Năm sinh mẹ', []], ['mother_phone', 'Số điện thoại mẹ', []],
  ['height_cm', 'Chiều cao', []]].map(([name, vi, titles]) => ({
  field: { name: String(name), label: { vi: String(vi), en: String(vi) }, type: 'text', class: 'open', required: false }, label: { vi: String(vi), en: String(vi) },
  titles: titles as string[], locked: false,
}))
const family = (block: Block) => {
  const sheet = makeClass(), plan = makePlan(makeSheet({ ...sheet.kind, columns: born }, sheet.rows, sheet.reader), block, { row: 0, column: 0 }, heads)
  return { by: plan.by, cells: written(plan).map(c => [c.row.key, c.column.field.name, c.content]), unknown: plan.unknown }
}

test('what stands under the mother is hers, or is told as not recognised; it is never the pupil’s own', () => {
  const text = 'STT\tHọ tên\tMẹ\t\t\n\t\tHọ tên\tNăm sinh\tSố điện thoại\n1\tGiàng Thị Mỷ\tSùng Thị A\t1990\t0911111111\n2\tLò Văn Ánh\tLò Thị B\t1991\t0922222222\n'
  const html = '<table><tr><td rowspan=2>STT<td rowspan=2>Họ tên<td colspan=3>Thông tin về mẹ<tr><td>Họ tên<td>Năm sinh<td>Số điện thoại'
    + '<tr><td>1<td>Giàng Thị Mỷ<td>Sùng Thị A<td>1990<td>0911111111<tr><td>2<td>Lò Văn Ánh<td>Lò Thị B<td>1991<td>0922222222</table>'
  const hers = [['1900000001', 'mother_birth_year', '1990'], ['1900000001', 'mother_phone', '0911111111'], ['1900000002', 'mother_birth_year', '1991'],
    ['1900000002', 'mother_phone', '0922222222']]
  assert.deepEqual(family(readText(text)), { by: 'name', cells: hers, unknown: ['Mẹ / Họ tên'] })
  assert.deepEqual(family(readClipboard('', html)), { by: 'name', cells: hers, unknown: ['Thông tin về mẹ / Họ tên'] })
  for (const who of ['Bố', 'Người giám hộ', 'Ông', 'Phụ huynh'])
    assert.deepEqual(family(readText(text.replace('\tMẹ\t', `\t${who}\t`))),
      { by: 'name', cells: [], unknown: [`${who} / Họ tên`, `${who} / Năm sinh`, `${who} / Số điện thoại`] }, who)
  assert.deepEqual(family(readText(text.replace('\tMẹ\t', '\tChủ hộ\t'))), { by: 'name', cells: [], unknown: ['Chủ hộ / Họ tên', 'Chủ hộ / Năm sinh', 'Chủ hộ / Số điện thoại'] })
})

test('a group that is of nobody else leaves what stands under it as it is called', () => {
  const text = 'Học sinh\t\tSức khoẻ\nHọ tên\tNăm sinh\tChiều cao\nGiàng Thị Mỷ\t2015\t121\n'
  assert.deepEqual(family(readText(text)), { by: 'name', cells: [['1900000001', 'birth_year', '2015'], ['1900000001', 'height_cm', '121']], unknown: [] })
  const listed = 'DANH SÁCH LỚP 1A\t\t\nHọ tên\tNăm sinh\tChiều cao\nGiàng Thị Mỷ\t2015\t121\n'
  assert.deepEqual(family(readText(listed)).cells.length, 2)
})

test('two rows of one person: neither is written, unless one alone is sure', () => {
  const head = 'Họ tên\tNgày sinh\tChiều cao (cm)\n'
  const both = writes(head + 'Giàng Thị Mỷ\t04/03/2015\t121\nGiàng Thị Mỷ\t04/03/2015\t122\nSùng A Páo\t30/06/2015\t118\n')
  assert.deepEqual([both.cells, both.why], [[['1900000005', 'height_cm', 118]], ['twice', 'twice']])
  const names = writes('Họ tên\tChiều cao (cm)\nGiàng Thị Mỷ\t121\nGiàng Thị Mỷ\t122\n')
  assert.deepEqual([names.cells, names.why, names.plan.counts.unmatched], [[], ['twice', 'twice'], 2])
  const sure = writes(head + 'Giàng Thị Mỷ\t\t121\nGiàng Thị Mỷ\t04/03/2015\t122\n')
  assert.deepEqual([sure.cells, sure.why], [[['1900000001', 'height_cm', 122]], ['twice']])
  const coded = writes('Mã học sinh\tChiều cao (cm)\n1900000001\t121\n1900000001\t122\n')
  assert.deepEqual([coded.cells, coded.why], [[], ['twice', 'twice']])
  const other = writes(head + 'Nguyễn Thị Đào\t\t121\nGiàng Thị Mỷ\t05/03/2015\t122\nAi Đó\t\t120\n')
  assert.deepEqual([other.cells, other.why], [[], ['several', 'born', 'nobody']])
})

test('a row that names another class than the one open is left out', () => {
  const text = 'Họ tên\tLớp\tChiều cao (cm)\nGiàng Thị Mỷ\t1B\t121\nLò Văn Ánh\tLớp 1a\t122\nSùng A Páo\t1\t123\n'
  const { cells, why } = writes(text, { by: ['Lớp'], here: ['19000001L01', '1A'] })
  assert.deepEqual([cells.map(c => c[0]), why], [['1900000002', '1900000005'], ['elsewhere']])
})

test('without heads a day beside a name is the birth date, and shifts nothing', () => {
  const right = writes('Giàng Thị Mỷ\t04/03/2015\tNữ\t121\nNguyễn Thị Đào\t02/11/2015\tNữ\t118\nSùng A Páo\t30/06/2015\tNam\t119\n')
  assert.deepEqual(right.cells, [['1900000001', 'sex', '02'], ['1900000001', 'height_cm', 121], ['1900000004', 'sex', '02'], ['1900000004', 'height_cm', 118],
    ['1900000005', 'sex', '01'], ['1900000005', 'height_cm', 119]])
  const wrong = writes('Giàng Thị Mỷ\t05/03/2015\tNữ\nSùng A Páo\t01/07/2015\tNam\n')
  assert.deepEqual([wrong.cells, wrong.why], [[], ['born', 'born']])
  const checked = makePlan(makeClass(), readText('Giàng Thị Mỷ\t05/09/2022\nSùng A Páo\t05/09/2022\n'), { row: 0, column: 2 }, heads)
  assert.deepEqual(written(checked).map(c => [c.column.field.name, c.content]), [['checked_on', '2022-09-05'], ['checked_on', '2022-09-05']])
})

test('text and HTML of the same range read the same', () => {
  for (const f of fixtures.filter(x => x.html && !/hidden|merged|scientific|line break/.test(x.what)))
    assert.deepEqual(readHtml(f.html)?.map(r => r.map(c => c.text)), readText(f.text).map(r => r.map(c => c.text)), f.what)
})

test('what we copy comes back as it was', () => {
  const rows = [['012', 'a\tb', 'dòng 1\ndòng 2'], ['"x"', '<b>&', ''], ['', '', 'z']]
  assert.deepEqual(readText(writeText(rows)).map(r => r.map(c => c.text)), rows)
  assert.deepEqual(readHtml(writeHtml(rows))?.map(r => r.map(c => c.text.replace('\t', ' '))), rows.map(r => r.map(s => s.replace('\t', ' '))))
})

test('hostile HTML ends, and nothing of it runs', () => {
  for (const html of ['<table><tr><td colspan=99999999 rowspan=99999999>x', '<table>'.repeat(5000), '<td '.repeat(20000), '<td "'.repeat(20001), '<table><tr><td>&#99999999999;&#0;</td>',
    '<script>throw 1</script><table><tr><td>a</table>', '<table><tr><td a="' + 'x'.repeat(100000)]) {
    const started = Date.now()
    readHtml(html)
    assert.ok(Date.now() - started < 1500, html.slice(0, 20))
  }
})
