/* build.mjs - bundles src/ beside a list, which tools/embed reads: hashed names, each file but pictures with its .br and .gz.
 *     node build.mjs DIR/list.txt */
import { build } from 'esbuild'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const list = resolve(process.argv[2]), out = dirname(list)
const here = dirname(fileURLToPath(import.meta.url))

mkdirSync(out, { recursive: true })
for (const line of existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : [])
  for (const packed of ['', '.br', '.gz']) rmSync(join(out, line.split(' ')[1] + packed), { force: true })
const usual = {
  absWorkingDir: here, outdir: out, bundle: true, format: 'esm', minify: true, metafile: true, target: ['chrome109', 'firefox115', 'safari16'],
  entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', loader: { '.jpg': 'file' }, assetNames: '[name]-[hash]', publicPath: '/w', legalComments: 'none',
}
/* Styles that are wanted late come late: ADMIN_STYLE, CLASS_STYLE and the like are where they are (src/ui/style.ts). */
const late = ['admin', 'charts', 'class', 'export', 'grid', 'import', 'move', 'print', 'quality', 'report', 'support']
const style = await build({ ...usual, entryPoints: ['main', ...late].map(n => `src/style/${n}.css`) })
const address = n => '/w/' + Object.keys(style.metafile.outputs).map(path => relative(out, join(here, path))).find(f => f.startsWith(n + '-'))
const script = await build({
  ...usual, entryPoints: ['src/main.tsx'], splitting: true, charset: 'utf8', jsx: 'automatic', jsxImportSource: 'preact',
  define: Object.fromEntries(late.map(n => [n.toUpperCase() + '_STYLE', JSON.stringify(address(n))])),
})
const files = new Map([style, script].flatMap(b => Object.entries(b.metafile.outputs)).map(([path, o]) => [relative(out, join(here, path)), o]))

/* What the first screen needs: the entries, and what they import before they run.  The page has it fetched together, so that what comes late in the
 * program does not come late on the line. */
function needed(entry) {
  const all = new Set([...files.keys()].filter(name => name.startsWith(entry + '-') && !name.endsWith('.jpg')))
  for (const name of all)
    for (const i of files.get(name).imports)
      if (i.kind === 'import-statement') all.add(relative(out, join(here, i.path)))
  return all
}
const first = needed('main'), parts = Object.fromEntries(['charts', 'export', 'grid', 'import', 'quality', 'report', 'support'].map(n => [n, needed(n)]))

const lines = [], limits = { first: 45, charts: 8, export: 8, grid: 25, import: 15, quality: 12, report: 20, support: 6, whole: 258 } // KB, in brotli
const weighs = Object.fromEntries(Object.keys(limits).map(n => [n, 0]))
for (const name of files.keys()) {
  const bytes = readFileSync(join(out, name))
  lines.push(`${first.has(name) ? 'first' : 'later'} ${name}\n`)
  if (name.endsWith('.jpg')) continue // packed already
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  writeFileSync(join(out, name + '.br'), br)
  weighs.whole += br.length
  if (first.has(name)) weighs.first += br.length
  else for (const [part, its] of Object.entries(parts)) if (its.has(name)) weighs[part] += br.length
  writeFileSync(join(out, name + '.gz'), gzipSync(bytes, { level: 9 }))
}
writeFileSync(list, lines.sort().join(''))
for (const [what, limit] of Object.entries(limits)) {
  if (weighs[what] <= limit * 1024) continue
  console.error(`web: ${what} ${(weighs[what] / 1024).toFixed(1)} KB, at most ${limit}`)
  process.exitCode = 1
}
