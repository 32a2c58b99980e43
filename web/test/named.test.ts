/* named.test.ts - codes in sentences of the server become the names that a screen knows, whole codes only; places in names of units. */
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { placed, withNames } from '../src/screens/admin/named.ts'

test('a code becomes its name, also at the end of a sentence; a longer one that begins like it and one that is not known stay', () => {
  const names = new Map([['19164301-L1', '1A'], ['1900000071', 'Hoàng Thị Quyên']])
  assert.equal(withNames('Cán bộ 1900000071 chủ nhiệm lớp 19164301-L1.', names), 'Cán bộ Hoàng Thị Quyên chủ nhiệm lớp 1A.')
  assert.equal(withNames('Lớp 19164301-L12 của 19164301, 19164301-L1, 19000000712', names), 'Lớp 19164301-L12 của 19164301, 1A, 19000000712')
})

test('the word of a place is written as in a sentence, a name that begins with none stays', () => {
  const said = { 'Tỉnh Lào Cai': 'tỉnh Lào Cai', 'Thành phố Hà Nội': 'thành phố Hà Nội', 'Đặc khu Lý Sơn': 'đặc khu Lý Sơn', 'Xã Thị Trấn': 'xã Thị Trấn',
    'Lào Cai': 'Lào Cai', 'Xãm': 'Xãm' }
  for (const [name, within] of Object.entries(said)) assert.equal(placed(name), within)
})
