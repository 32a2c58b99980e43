/* order.test.ts - the list of a class: numbers first, then names; one moved, and what has to be written for it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inOrder, put, renumbered } from '../src/screens/class/order.ts'

const rec = (code: string, display_order: number | null = null) => ({ code, version: 1, unit: '', status: '01', display_order })

test('whoever has no number stands behind, by name', () => {
  assert.deepEqual(inOrder([rec('a'), rec('b', 2), rec('c'), rec('d', 1)]).map(r => r.code), ['d', 'b', 'a', 'c'])
})

test('moving past an end changes nothing', () => {
  const rows = [rec('a'), rec('b'), rec('c')]
  assert.equal(put(rows, 0, -1), rows)
  assert.equal(put(rows, 2, 3), rows)
  assert.deepEqual(put(rows, 0, 2).map(r => r.code), ['b', 'c', 'a'])
  assert.deepEqual(put(rows, 2, 0).map(r => r.code), ['c', 'a', 'b'])
})

test('only those whose number changes are written', () => {
  assert.deepEqual(renumbered([rec('a', 1), rec('b', 3), rec('c', 3)]), [{ code: 'b', version: 1, display_order: 2 }])
})
