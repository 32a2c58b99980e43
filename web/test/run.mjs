/* run.mjs - the tests that need no browser: each bundled, then run by node.
 *     node web/test/run.mjs        at the root of the repository */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url)), out = mkdtempSync(join(tmpdir(), 'khue-web-test-'))
const tests = readdirSync(here).filter(name => name.endsWith('.test.ts'))
await build({
  entryPoints: tests.map(name => join(here, name)), outdir: out, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', jsx: 'automatic',
  jsxImportSource: 'preact', logLevel: 'error',
})
const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...readdirSync(out).map(name => join(out, name))], { encoding: 'utf8' })
const count = what => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0)
rmSync(out, { recursive: true })
if (status !== 0) console.log(stdout)
console.log(`${count('pass')} passed, ${count('fail')} failed`)
process.exit(status ?? 1)
