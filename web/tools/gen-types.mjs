/* gen-types.mjs - writes src/data/types.gen.ts from what the program says of its API.
 *     node tools/gen-types.mjs [--check] PROGRAM      PROGRAM: build/khue; --check only compares */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const check = process.argv[2] === '--check', program = process.argv[check ? 3 : 2]
const file = join(dirname(fileURLToPath(import.meta.url)), '../src/data/types.gen.ts')
const { paths, components: { schemas } } = JSON.parse(execFileSync(resolve(program), ['catalog', 'openapi'], { encoding: 'utf8', maxBuffer: 1 << 26 }))

/* Records are data of the catalogue: of them all there is one type, what they have in common; and what is sent of them is any field. */
const nameOf = ref => ref.split('/').pop()
const recordTypes = schemas.record.anyOf.map(x => nameOf(x.$ref))
const sent = new Set(['record_input', 'record_change', 'record_line', 'event_input'])
const pascal = name => name.split(/[^a-z0-9]+/i).map(w => w[0].toUpperCase() + w.slice(1)).join('')
const used = new Set()

function typeOf(s) {
  if (s.$ref) return refOf(nameOf(s.$ref))
  if (s.enum) return s.type === 'string' ? 'string' : s.enum.map(x => JSON.stringify(x)).join(' | ')
  if (s.anyOf) return [...new Set(s.anyOf.map(typeOf))].join(' | ')
  if (s.allOf) return s.allOf.map(typeOf).join(' & ')
  if (Array.isArray(s.type)) return [...new Set(s.type.map(type => typeOf({ ...s, type })))].join(' | ')
  switch (s.type) {
    case 'integer': case 'number': return 'number'
    case 'string': return s.format === 'binary' ? 'Blob' : 'string'
    case 'boolean': case 'null': return s.type
    case 'array': return `${wrapped(typeOf(s.items ?? {}))}[]`
    case 'object': return s.properties ? object(s) : `Record<string, ${typeOf(s.additionalProperties || {})}>`
    default: return 'unknown'
  }
}

function refOf(name) {
  if (name === 'record' || recordTypes.includes(name)) return 'Rec'
  if (sent.has(name)) return 'Record<string, unknown>'
  used.add(name)
  return pascal(name)
}

const wrapped = type => (/[ |&]/.test(type) && !/^(Record<|\{)[^|&]*[>}]$/.test(type) ? `(${type})` : type)
const member = name => (/^\w+$/.test(name) ? name : `'${name}'`)
const object = s => members(Object.entries(s.properties).map(([name, x]) => [name, typeOf(x), s.required?.includes(name)]))
const members = all => `{ ${all.map(([name, type, required]) => `${member(name)}${required ? '' : '?'}: ${type}`).join('; ')} }`

/* What every record type has, with the same meaning. */
function common() {
  const first = schemas[recordTypes[0]], textOf = (type, name) => JSON.stringify(schemas[type].properties[name])
  const same = name => recordTypes.every(type => textOf(type, name) === textOf(recordTypes[0], name))
  const properties = Object.fromEntries(Object.entries(first.properties).filter(([name]) => same(name)))
  return object({ properties, required: first.required.filter(same) })
}

/* A file is a link or an image on a screen, never an answer of api(). */
function answerOf(operation) {
  const types = new Set()
  for (const [status, r] of Object.entries(operation.responses)) {
    if (status === 'default' || status === '304') continue
    if (status === '204') types.add('undefined')
    for (const [media, { schema }] of Object.entries(r.content ?? {}))
      if (media === 'application/json') types.add(typeOf(schema))
      else if (media === 'application/x-ndjson') types.add('string')
  }
  return [...types].join(' | ')
}

function bodyOf(operation) {
  const [media, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  return media === undefined ? undefined : media === 'application/json' ? typeOf(content.schema)
    : media === 'multipart/form-data' ? 'FormData' : media === 'application/octet-stream' ? 'Blob' : 'string'
}

function routeOf(operation) {
  const of = where => operation.parameters.filter(p => p.in === where && p.name !== 'nulls').map(p => [p.name, typeOf(p.schema), p.required])
  const at = of('path'), query = of('query'), body = bodyOf(operation), answer = answerOf(operation)
  return answer && members([...(at.length ? [['at', members(at), true]] : []), ...(query.length ? [['query', members(query), false]] : []),
    ...(body ? [['body', body, true]] : []), ['answer', answer, true]])
}

const routes = Object.entries(paths).flatMap(([path, all]) => Object.entries(all).map(([method, operation]) =>
  [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, routeOf(operation)])).filter(([, type]) => type)
const record = common()
const named = []
for (const name of used) named.push(`export type ${pascal(name)} = ${typeOf(schemas[name])}`) // the set grows while it is walked

const text = [
  '/* types.gen.ts - what the API takes and answers.  Written by tools/gen-types.mjs from `khue catalog openapi`; never by hand. */', '',
  '/* Which fields a record has is told by the catalogue. */', 'export type Value = string | number | boolean | null',
  `export type Rec = ${record} & Record<string, Value>`, '', ...named.sort(), '',
  'export type Routes = {', ...routes.map(([name, type]) => `  '${name}': ${type}`), '}', '',
].join('\n')

if (!check) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('types.gen.ts is not what the program says of its API: node web/tools/gen-types.mjs build/khue')
  process.exit(1)
}
