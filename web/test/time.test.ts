/* time.test.ts - moments as they are told everywhere, by the clock of Vietnam, whatever clock and languages the computer has. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schoolYear } from '../src/data/clock.ts'
import { clock, dayOf, moment } from '../src/text/index.ts'

test('a moment has its hour, and its year whole', () => {
  assert.equal(moment('2026-11-30T14:14:59Z'), '21:14 30/11/2026')
  assert.equal(moment('2026-11-30T02:05:00.123Z'), '09:05 30/11/2026')
  assert.equal(clock(new Date('2026-11-30T14:14:59Z')), '21:14')
  assert.equal(moment(''), '')
})

test('the day begins at midnight of Vietnam', () => {
  assert.equal(moment('2026-11-30T17:00:00Z'), '00:00 01/12/2026')
  assert.equal(dayOf(Date.parse('2026-11-30T16:59:59Z')), '2026-11-30')
  assert.equal(dayOf(Date.parse('2026-11-30T17:00:00Z')), '2026-12-01')
  assert.deepEqual(['2026-07-31T16:59:59Z', '2026-07-31T17:00:00Z'].map(x => schoolYear(Date.parse(x))), [2025, 2026])
})
