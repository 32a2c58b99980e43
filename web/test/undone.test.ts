/* undone.test.ts - an undo of an import names what it took back, of every kind of list. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportSummary } from '../src/data/types.gen.ts'
import { undoneLine } from '../src/screens/import/undone.ts'

const said = (...files: [enrolled: number, classes_created: number][]) =>
  undoneLine({ undone: 1090, restored: 3 }, files.map(([enrolled, classes_created]) => ({ summary: { enrolled, classes_created } as ImportSummary })))

test('of a list of staff or schools nothing is said of enrolments and classes', () => {
  assert.equal(said([0, 0]), 'Đã huỷ: bỏ 1.090 hồ sơ mới, 3 hồ sơ trở lại như trước.')
})

test('what came with the pupils of any file is counted, and named', () => {
  const line = 'Đã huỷ: bỏ 1.090 hồ sơ mới (tính cả ghi danh, lớp), 3 hồ sơ trở lại như trước.'
  assert.deepEqual([said([44, 0]), said([0, 0], [0, 2])], [line, line])
})
