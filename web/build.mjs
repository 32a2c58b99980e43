/* build.mjs - bundles src/ into a folder: hashed names, each file beside its .br and .gz, and list.txt, which tools/embed reads.
 *     node build.mjs DIR */
import { build } from 'esbuild'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const out = resolve(process.argv[2])
const here = dirname(fileURLToPath(import.meta.url))

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const { metafile } = await build({
  absWorkingDir: here, entryPoints: ['src/main.tsx', 'src/style/main.css'], outdir: out, bundle: true, splitting: true, format: 'esm',
  minify: true, metafile: true, target: ['chrome109', 'firefox115', 'safari16'], entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]',
  jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none',
})
const files = new Map(Object.entries(metafile.outputs).map(([path, o]) => [relative(out, join(here, path)), o]))

/* What the first screen needs: the entry, and what it imports before it runs. */
const first = new Set([...files].filter(([, o]) => o.entryPoint).map(([name]) => name))
for (const name of first)
  for (const i of files.get(name).imports)
    if (i.kind === 'import-statement') first.add(relative(out, join(here, i.path)))

const lines = []
for (const name of files.keys()) {
  const bytes = readFileSync(join(out, name))
  writeFileSync(join(out, name + '.br'), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  writeFileSync(join(out, name + '.gz'), gzipSync(bytes, { level: 9 }))
  lines.push(`${first.has(name) ? 'first' : 'later'} ${name}\n`)
}
writeFileSync(join(out, 'list.txt'), lines.sort().join(''))
