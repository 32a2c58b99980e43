/* chart.test.ts - figures into lengths, percentages that add up, and the rows of a form that belong together. */
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { along, percents, roundUp, share, tenBelow, weekOf } from '../src/chart/scale.ts'
import { groupsOf } from '../src/screens/report/groups.ts'

test('an axis ends in a round number that is not below what is drawn', () => {
  assert.deepEqual([0, 1, 2, 3, 7, 10, 11, 25, 26, 99, 100, 101, 1234].map(roundUp), [1, 1, 2, 3, 8, 10, 15, 25, 30, 100, 100, 150, 1500])
  for (let n = 1; n < 3000; n++) assert.ok(roundUp(n) >= n && roundUp(n) <= 1.6 * n + 1, String(n))
  assert.deepEqual([0, 5, 10, 11, 70, 71, 100].map(tenBelow), [0, 0, 0, 10, 60, 70, 90])
})

test('a figure lies where it should along a length, and never outside', () => {
  assert.deepEqual([along(0, 0, 50, 100), along(25, 0, 50, 100), along(50, 0, 50, 100), along(60, 0, 50, 100), along(85, 70, 100, 60)], [0, 50, 100, 100, 30])
  assert.equal(along(3, 3, 3, 100), 0)
  assert.equal(share(1, 0), 0)
})

test('whole percentages of parts are together a hundred', () => {
  assert.deepEqual(percents([1, 1, 1]), [34, 33, 33])
  assert.deepEqual(percents([5, 0, 2, 1]), [63, 0, 25, 12])
  assert.deepEqual(percents([0, 0]), [0, 0])
  for (const parts of [[3, 7, 11, 13], [1, 1, 1, 1, 1, 1, 1], [999, 1, 1]]) assert.equal(percents(parts).reduce((n, x) => n + x, 0), 100)
})

test('weeks are as far apart as their days, over the end of a year too', () => {
  assert.equal(weekOf('2027-01-04') - weekOf('2026-11-30'), 5)
})

const row = (label: string, code?: number, values?: (number | null)[], measure_unit = 'người', ordinal?: string) => ({ label, code, values, measure_unit, ordinal })
const sheet = { name: 'III', columns: ['E', 'F'], rows: [
  row('Tổng quy mô', 37, [296, 125], 'người', '3.1.'),
  row('Quy mô chia ra theo lớp', undefined, undefined, '', '3.3.'), row('- Học sinh lớp 1', 40, [60, 26]), row('- Học sinh lớp 2', 41, [0, null]),
  row('- Học sinh khuyết tật học hòa nhập', 61, [5, 2]), row('Trong đó:'), row('+ Khuyết tật về nhìn', 62, [1, 0]), row('- Học sinh học tin học', 73, [90, 40]),
  row('Lớp', 27, [10, 9], 'lớp', 'II'), row('Chia ra:'), row('- Lớp 1', 28, [2, 2], 'lớp'), { ...row('- Lớp ghép', 29, [3, 3], 'lớp'), no_source: 'chưa có nguồn' },
] }

test('rows below one heading are a group; a heading without a number is told with what it is a part of', () => {
  assert.deepEqual(groupsOf(sheet, 'E').map(g => [g.title, g.measure, ...g.rows.map(r => `${r.label} ${r.n}`)]), [
    ['', 'người', 'Tổng quy mô 296'], ['Quy mô chia ra theo lớp', 'người', 'Học sinh lớp 1 60', 'Học sinh lớp 2 0', 'Học sinh khuyết tật học hòa nhập 5', 'Học sinh học tin học 90'],
    ['Học sinh khuyết tật học hòa nhập – trong đó', 'người', 'Khuyết tật về nhìn 1'], ['', 'lớp', 'Lớp 10'], ['Lớp – chia ra', 'lớp', 'Lớp 1 2'],
  ])
})

test('what a column does not ask for, and what has no source, is not drawn', () => {
  assert.deepEqual(groupsOf(sheet, 'F').flatMap(g => g.rows.map(r => r.code)), [37, 40, 61, 73, 62, 27, 28])
})
