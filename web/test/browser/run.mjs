/* run.mjs - tests of the screens in Debian's Chromium without a window, which draws in a third of the time.  test/e2e/test_web.py gives it a server and
 * accounts on its standard input:
 *     {"origin": "http://127.0.0.1:1234", "people": {"clerk": {"name", "password"}, ...}}     killer: an address that kills the server
 * Each *.test.mjs beside it exports functions of (t); what the browser itself complains of fails the test it happens in. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { chromium } from 'playwright-core'

const { origin, killer, people, folder = '.', files = '', only = '' } = JSON.parse(readFileSync(0, 'utf8'))
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] })
const signedIn = new Map()
let passed = 0, failed = 0

/* A browser of its own, and what went wrong in it. */
async function context(complaints, options) {
  const c = await browser.newContext({ baseURL: origin, viewport: { width: 1366, height: 768 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options })
  c.setDefaultTimeout(30000)
  c.on('page', p => {
    p.on('pageerror', e => complaints.push(e.message))
    p.on('console', m => { if (m.type() === 'error' && !/status of (4\d\d|503)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|ERR_FAILED/.test(m.text())) complaints.push(m.text()) })
  })
  return c
}

/* Through the door, as people do. */
async function enter(page, { name, password }, where = '/') {
  await page.goto(`/dang-nhap?ve=${encodeURIComponent(where)}`)
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button[type=submit]')
}

/* Chromium says that it holds requests back before a page that is loaded does; what is asked in between would pass. */
function certain(page) {
  const route = page.route.bind(page), holds = () => fetch('/held').then(async r => await r.text() === 'held', () => false)
  page.route = async (...what) => {
    await route('**/held', r => r.fulfill({ body: 'held' }))
    await route(...what)
    if (page.url() !== 'about:blank') while (!await page.evaluate(holds)) await page.waitForTimeout(10)
  }
  let asked = 0
  page.on('request', () => asked++).on('requestfinished', () => asked--).on('requestfailed', () => asked--)
  /* Nothing is asked for any more. */
  page.quiet = async () => { for (let still = 0; still < 4; still = asked > 0 ? 0 : still + 1) await page.waitForTimeout(25) }
  return page
}

class Test {
  complaints = []
  expected = undefined // complaints of the browser that are meant
  contexts = []
  origin = origin
  killer = killer
  people = people

  async visitor(options) {
    const c = await context(this.complaints, options)
    this.contexts.push(c)
    return certain(await c.newPage())
  }

  /* A page of somebody who is signed in; the same session for all tests of a role. */
  async as(role, where = '/', options = {}) {
    const page = await this.visitor({ storageState: signedIn.get(role), ...options })
    if (!signedIn.has(role)) {
      await enter(page, people[role], where)
      await page.waitForURL(url => url.pathname !== '/dang-nhap') // a press does not wait for what it sends
      signedIn.set(role, await page.context().storageState())
    }
    await page.goto(where)
    await page.waitForSelector('#main')
    return page
  }

  enter(page, role, where) {
    return enter(page, people[role], where)
  }

  is(got, wanted, what = '') {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`${what} ${JSON.stringify(got)} thay vì ${JSON.stringify(wanted)}`)
  }

  ok(truth, what) {
    if (!truth) throw new Error(what)
  }

  /* Not there, once nothing is asked for any more: at once nothing is there, of anything. */
  async none(locator, what = 'có') {
    await locator.page().quiet()
    this.is(await locator.count(), 0, what)
  }
}

async function test(name, run) {
  const t = new Test(), started = Date.now()
  try {
    await run(t)
    t.is(t.complaints.filter(c => !t.expected?.test(c)), [], 'trình duyệt báo')
    console.log(`ok ${name} (${Date.now() - started} ms)`)
    passed++
  } catch (e) {
    console.log(`FAILED ${name}: ${e.stack}`)
    for (const [i, p] of t.contexts.flatMap(c => c.pages()).entries()) await p.screenshot({ path: `${process.env.PICTURES ?? '/tmp'}/failed-${name}${i ? '-' + i : ''}.png` }).catch(() => {})
    failed++
  }
  for (const c of t.contexts) {
    for (const p of c.pages()) await p.unrouteAll({ behavior: 'ignoreErrors' }) // what is asked for as it closes is nobody's fault
    await c.close()
  }
}

/* Two files at a time: a browser mostly waits.  The largest first. */
const LANES = 2
const here = new URL(folder + '/', import.meta.url), isWanted = f => f.endsWith('.test.mjs') && (!files || files.split(' ').includes(f.split('.')[0]))
const left = readdirSync(here).filter(isWanted).sort((a, b) => statSync(new URL(b, here)).size - statSync(new URL(a, here)).size)

async function lane() {
  for (let file = left.shift(); file; file = left.shift())
    for (const [name, run] of Object.entries(await import(`./${folder}/${file}`))) if (name.includes(only)) await test(name, run)
}
await Promise.all(Array.from({ length: LANES }, lane))
await browser.close()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
