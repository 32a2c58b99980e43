/* heads.test.ts - what the parts of a form are about, as its head and its rows say it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FormSheet, FormText, ReportSheet } from '../src/data/types.gen.ts'
import { aboutPart, partWords } from '../src/screens/report/heads.ts'

const text = (column: string, words: string, head = true): FormText => ({ row: 1, column, to_row: 3, to_column: column, head, text: words })
const form = (...texts: FormText[]): FormSheet => ({ name: 'x', code_column: 'D', columns: [], texts, rows: [] })
const sheet = (...rows: [string | null, string][]): ReportSheet =>
  ({ name: 'II', columns: ['E'], rows: rows.map(([ordinal, label]) => ({ ordinal, label, measure_unit: null, code: null, values: null, no_source: null })) } as unknown as ReportSheet)

test('rows with a Roman number say it, the first with its capital', () => {
  assert.equal(aboutPart(undefined, sheet(['I', 'Trường'], ['1.1.', 'Tổng số trường'], [null, 'Chia ra:'], ['II', 'Lớp:'])), 'Trường, lớp')
})

test('so does the head of the table, beside its number', () => {
  const of = form(text('A', 'III'), text('B', 'Học sinh'), text('C', 'Đơn vị tính'), text('B', 'BÁO CÁO', false))
  assert.equal(aboutPart(of, sheet(['3.1.', 'Tổng quy mô'])), 'Học sinh')
  assert.equal(partWords(of, sheet()), 'Phần II: Học sinh')
})

test('where nothing says it the part has its name alone', () => {
  assert.equal(partWords(form(text('A', 'TT'), text('B', 'Chỉ tiêu')), sheet(['1', 'Tổng số'])), 'Phần II')
})
