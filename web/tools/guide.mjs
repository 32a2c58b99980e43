/* guide.mjs - writes src/app/guides.gen.ts from docs/guide/*.md (Vietnamese) and docs/guide/en/*.md: what each screen's help says, as data.
 *     node tools/guide.mjs [--check]
 * In the order and with the numbers of the menu (catalog/menu.json); a screen without an entry there comes after the one before it in src/app/routes.tsx.
 * Each has its picture in docs/guide/pictures, taken by the browser tests (GUIDES=docs/guide/pictures ONLY=guides python3 test/e2e/test_web.py).  Of Markdown: a line "# " (title), paragraphs, "- " and "1. " lists, **strong**, `key`.  No HTML. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const WORDS_MAX = 150, PICTURE_MAX = 60 * 1024
const here = dirname(fileURLToPath(import.meta.url)), folder = join(here, '../../docs/guide'), file = join(here, '../src/app/guides.gen.ts')

function fail(what) {
  console.error('docs/guide: ' + what)
  process.exit(1)
}

/* Plain strings, ['b', text] and ['k', text]. */
function inline(text, name) {
  const out = []
  for (const part of text.split(/(\*\*[^*]+\*\*|`[^`]+`)/))
    if (part.startsWith('**')) out.push(['b', part.slice(2, -2)])
    else if (part.startsWith('`')) out.push(['k', part.slice(1, -1)])
    else if (/[*`<>[\]]/.test(part)) fail(`${name}: "${part}" is no Markdown that is known here`)
    else if (part) out.push(part)
  return out
}

function read(name) {
  const text = readFileSync(join(folder, name), 'utf8').normalize('NFC'), blocks = []
  const words = text.split(/\s+/).filter(w => /[\p{L}\p{N}]/u.test(w)).length
  if (words > WORDS_MAX) fail(`${name} has ${words} words, at most ${WORDS_MAX} are read`)
  for (const block of text.trim().split(/\n\n+/)) {
    const lines = block.split('\n'), kind = /^# /.test(block) ? 'title' : /^- /.test(block) ? 'ul' : /^1\. /.test(block) ? 'ol' : 'p'
    const items = []
    for (const line of lines) {
      const begins = { title: /^# /, ul: /^- /, ol: /^\d+\. /, p: /^(?!.)/ }[kind]
      if (begins.test(line) || !items.length) items.push(line.replace(begins, ''))
      else items[items.length - 1] += ' ' + line.trim()
    }
    blocks.push([kind, ...items.map(x => inline(x, name))])
  }
  if (blocks[0]?.[0] !== 'title' || blocks.slice(1).some(b => b[0] === 'title')) fail(`${name}: one title, first`)
  return blocks
}

const names = readdirSync(folder).filter(f => f.endsWith('.md')).map(f => f.slice(0, -3)).sort()
const english = readdirSync(join(folder, 'en')).filter(f => f.endsWith('.md')).map(f => f.slice(0, -3)).sort()
if (names.join() !== english.join()) fail('each guide is there in Vietnamese and in English')

for (const name of names) {
  const picture = join(folder, 'pictures', name + '.jpg')
  if (!existsSync(picture)) fail(`${name} has no picture`)
  if (statSync(picture).size > PICTURE_MAX) fail(`the picture of ${name} is too large`)
}

const entries = JSON.parse(readFileSync(join(here, '../../catalog/menu.json'), 'utf8')).groups.flatMap(g => g.entries)
const places = new Map() // where in the menu, and its number there
let before = -1
for (const [, at, name] of readFileSync(join(here, '../src/app/routes.tsx'), 'utf8').matchAll(/at: \/(\S+)\/, .*guide: '(\w+)'/g)) {
  if (places.has(name)) continue
  const i = entries.findIndex(e => new RegExp(at).test(e.to ?? '/ho-so/' + e.type))
  before = i < 0 ? before + 0.01 : i
  places.set(name, { at: before, no: i < 0 ? undefined : entries[i].to && entries[i].number })
}
for (const name of names) if (!places.has(name)) fail(`${name} is of no screen of routes.tsx`)
names.sort((a, b) => places.get(a).at - places.get(b).at)

const text = [
  '/* guides.gen.ts - what the help of each screen says.  Written by tools/guide.mjs from docs/guide; never by hand. */',
  ...names.map(n => `import ${n} from '../../../docs/guide/pictures/${n}.jpg'`), '',
  "export type Inline = string | readonly ['b' | 'k', string]", "export type Block = readonly ['title' | 'p' | 'ul' | 'ol', ...(readonly Inline[])[]]",
  `export type Guide = ${names.map(n => `'${n}'`).join(' | ')}`, '',
  'export const guides: Record<Guide, { no?: string; picture: string; vi: readonly Block[]; en: readonly Block[] }> = {',
  ...names.map(n => `  '${n}': {\n${places.get(n).no ? `    no: '${places.get(n).no}',\n` : ''}    picture: ${n},\n${['vi', 'en'].map(l => `    ${l}: [\n${read(l === 'vi' ? n + '.md' : `en/${n}.md`)
    .map(b => `      ${JSON.stringify(b)},\n`).join('')}    ],`).join('\n')}\n  },`), '}', '',
].join('\n')

if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) fail('src/app/guides.gen.ts is older: node web/tools/guide.mjs')
