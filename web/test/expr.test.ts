/* expr.test.ts - the expression language says in the browser what it says in the program: the same cases, test/catalog/expr.tsv. */
import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { expression, type Env } from '../src/text/expr.ts'

const read = (path: string) => readFileSync(path, 'utf8')   // run at the root of the repository
const rows = (path: string) => read(path).split('\n').filter(l => l && !l.startsWith('#')).map(l => l.split('\t'))

function table(path: string): Record<string, string>[] {
  const [head = [], ...all] = rows(path)
  return all.map(row => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])))
}

type Field = { name: string; list?: string }
const fieldsOf = (type: string) => (JSON.parse(read(`catalog/records/${type}.json`)) as { fields: Field[] }).fields
const present = (type: string) => (JSON.parse(read(`catalog/life/${type}.json`)) as { present: string[] }).present

function envOf(type: string, record: Record<string, unknown>): Env {
  const levels = (path: string) => {
    const list = fieldsOf(type).find(f => f.name === path)?.list
    return list && table(`catalog/lists/${list}.tsv`).find(x => x['code'] === record[path])?.['levels']
  }
  return {
    value: path => record[path], levels, provinces: () => table('catalog/places/provinces.tsv').map(x => x['code'] ?? ''),
    present: () => present(type).includes(String(record['status'])),
  }
}

for (const [type = '', text = '', record = '', says] of rows('test/catalog/expr.tsv'))
  test(`${text} of ${record}`, () => {
    if (says === 'wrong') return assert.throws(() => expression(text), SyntaxError)
    assert.equal(String(expression(text)(envOf(type, JSON.parse(record) as Record<string, unknown>)) ?? 'unknown'), says)
  })
