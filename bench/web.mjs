/* web.mjs - how long a clerk waits: the first list and the next visit on a slow line with a slow processor, and the longest pause while typing.
 *     node bench/web.mjs < {"origin", "name", "password"}      prints JSON; bench/run makes rows of it */
import { readFileSync } from 'node:fs'
import { chromium } from '../web/node_modules/playwright-core/index.mjs'

const RUNS = 5, LINE = { offline: false, latency: 150, downloadThroughput: 1e6 / 8, uploadThroughput: 1e6 / 8 }
const { origin, name, password } = JSON.parse(readFileSync(0, 'utf8'))
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] })
const median = all => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]

async function open(options, slower) {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1366, height: 768 }, ...options }), page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', LINE)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
  return { context, page }
}

async function signIn() {
  const context = await browser.newContext({ baseURL: origin }), page = await context.newPage()
  await page.goto('/dang-nhap')
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button[type=submit]')
  await page.waitForSelector('#main')
  const state = await context.storageState()
  await context.close()
  return state
}

async function seen(page, where, what) {
  const started = performance.now()
  await page.goto(where, { waitUntil: 'commit' })
  await page.locator(what).first().waitFor()
  return performance.now() - started
}

/* How many answers had to be waited for one after the other, until the list was there. */
const inARow = page => page.evaluate(() => {
  const needed = /\/ho-so\/|\/w\/(?!print|icon)|\/catalog\/learners|\/api\/v1\/learners\?(?!.*limit=1&)/ // paper is dressed when the list is there
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].filter(e => needed.test(e.name))
    .map(e => ({ from: e.startTime, to: e.responseEnd, deep: 1 }))
  all.sort((a, b) => a.from - b.from)
  for (const e of all) for (const before of all) if (before.to > 0 && before.to <= e.from && before.deep >= e.deep) e.deep = before.deep + 1
  return Math.max(...all.map(e => e.deep))
})

const weight = page => page.evaluate(() => performance.getEntriesByType('resource').reduce((n, e) => n + e.transferSize, 0))

const storageState = await signIn(), door = [], cold = [], again = [], typing = []
let steps, bytes
for (let i = 0; i < RUNS; i++) {
  const fixed = await open({}, 4)
  door.push(await seen(fixed.page, '/dang-nhap', '#password'))
  await fixed.context.close()
  const { context, page } = await open({ storageState }, 4)
  cold.push(await seen(page, '/ho-so/learners', 'tbody a.open'))
  steps = await inARow(page)
  bytes = await weight(page)
  again.push(await seen(page, '/ho-so/learners', 'tbody a.open'))
  await context.close()
}
const { context, page } = await open({ storageState }, 6)
await seen(page, '/ho-so/learners', 'tbody a.open')
await page.locator('tbody a.open').first().click()
await page.locator('#f-current_address').waitFor()
await page.waitForLoadState('networkidle')
await page.evaluate(() => { window.pauses = [0]; new PerformanceObserver(l => { for (const e of l.getEntries()) window.pauses.push(e.duration) }).observe({ type: 'longtask' }) })
for (const id of ['f-current_address', 'f-phone', 'f-birth_date']) {
  await page.focus('#' + id)
  for (const key of '0912345678') await page.keyboard.press(key, { delay: 60 })
}
typing.push(...await page.evaluate(() => window.pauses))
const fields = await page.locator('form.sections .field').count()
await context.close()

/* The grid of a class of 45, filled as others are, on the spot: from the press on the class until the first cell takes keys; then names typed
 * into it. */
const CLASS = '1Z', SIZE = 45, YEAR = 2025, told = 'residence_province,residence_commune,current_address,phone,father_name,mother_name'
async function fillClass(page) {
  const get = async path => (await page.request.get('/api/v1' + path)).json(), { csrf } = await get('/session')
  const post = async (path, lines) => {
    const r = await page.request.post('/api/v1' + path, { headers: { 'X-CSRF-Token': csrf, 'Content-Type': 'application/x-ndjson' }, data: lines.map(x => JSON.stringify(x)).join('\n') + '\n' })
    return (await r.text()).split('\n').filter(Boolean).map(x => JSON.parse(x))
  }
  const like = (await get(`/learners?year=${YEAR}&limit=${SIZE}&fields=${told}`)).items
  const [{ code }] = await post(`/classes/batch?year=${YEAR}`, [{ name: CLASS, grade: '01', school_year: YEAR }]), letter = i => String.fromCharCode(97 + i)
  const pupils = await post(`/learners/batch?year=${YEAR}`, Array.from({ length: SIZE }, (_, i) => ({
    ...Object.fromEntries(told.split(',').filter(f => like[i]?.[f]).map(f => [f, like[i][f]])), ethnic_group: '01', sex: i % 2 ? '02' : '01',
    full_name: `Nguyễn Văn H${letter(i % 26)}n${letter(Math.floor(i / 26))}`, birth_date: `2019-${String(1 + (i % 12)).padStart(2, '0')}-${String(10 + (i % 18))}`,
  })))
  const placed = await post(`/enrolments/batch?year=${YEAR}`, pupils.map(p => ({ learner: p.code, class: code, school_year: YEAR })))
  if (placed.filter(x => x.code).length !== SIZE) throw new Error(JSON.stringify([pupils[0], placed[0]]))
}

const quick = await browser.newContext({ baseURL: origin, viewport: { width: 1366, height: 768 }, storageState }), sheet = await quick.newPage()
const slow = await quick.newCDPSession(sheet), opened = []
await fillClass(sheet)
for (let i = 0; i < RUNS; i++) {
  await sheet.goto('/nhap/learners?nam=' + YEAR)
  await sheet.locator('.grid-choices button').first().waitFor()
  await sheet.waitForLoadState('networkidle')
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  opened.push(await sheet.evaluate(name => new Promise(done => {
    const started = performance.now(), look = () => document.activeElement.closest('.grid-box') ? done(performance.now() - started) : requestAnimationFrame(look);
    [...document.querySelectorAll('.grid-choices button')].find(b => b.textContent.startsWith(name)).click()
    look()
  }), CLASS))
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 })
}
await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 })
await sheet.evaluate(() => { window.pauses = [0]; new PerformanceObserver(l => { for (const e of l.getEntries()) window.pauses.push(e.duration) }).observe({ type: 'longtask' }) })
for (let i = 0; i < 6; i++) {
  for (const key of '0912345678') await sheet.keyboard.press(key, { delay: 60 })
  await sheet.keyboard.press('Escape')
  await sheet.keyboard.press('ArrowDown')
}
const entry = await sheet.evaluate(() => Math.max(...window.pauses)), rows = await sheet.locator('.grid-box tbody tr').count()
const cells = await sheet.locator('.grid-box tbody').locator('td, th').count() - rows // but the ordinal number
await quick.close()

/* A form as large as the largest: 344 rows of 12 columns, from the press on its link until a key moves from cell to cell; then walked by keys. */
const FORM = '02-TH-DN', PERIOD = `${YEAR}-start`, ROWS = 344
async function openForm() {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1366, height: 768 }, storageState }), page = await context.newPage()
  const get = async path => (await page.request.get('/api/v1' + path)).json(), { csrf, unit } = await get('/session')
  await page.request.post('/api/v1/reports', { headers: { 'X-CSRF-Token': csrf }, data: { form: FORM, unit: unit.code, period: PERIOD } })
  const [{ id }] = (await get(`/reports?unit=${unit.code}&form=${FORM}&period=${PERIOD}`)).items, report = await get(`/reports/${id}`)
  const wide = report.sheets.find(s => s.columns.length === 12), many = Array.from({ length: ROWS }, (_, i) => wide.rows[i % wide.rows.length])
  const body = JSON.stringify({ ...report, sheets: [{ ...wide, rows: many.map((r, i) => ({ ...r, code: r.code && 1000 + i })) }] })
  await page.route(u => u.pathname === `/api/v1/reports/${id}`, r => r.fulfill({ body, contentType: 'application/json' }))
  await page.goto('/bao-cao')
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  return { context, page, at: `/bao-cao/${FORM}/${unit.code}/${PERIOD}` }
}

const form = [], walking = [], OPENED = 7
let figures
for (let i = 0; i < OPENED; i++) {
  const { context, page, at } = await openForm(), cdp = await page.context().newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  form.push(await page.evaluate(at => new Promise(done => {
    const started = performance.now(), link = Object.assign(document.createElement('a'), { href: at })
    const look = () => {
      const cell = document.querySelector('.form-box [tabindex="0"]')
      cell?.focus()
      cell?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
      if (cell && document.activeElement !== cell) done(performance.now() - started)
      else requestAnimationFrame(look)
    }
    document.body.append(link)
    link.click()
    look()
  }), at))
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await page.waitForFunction(n => document.querySelectorAll('.form-box tbody tr').length === n, ROWS)
  await page.evaluate(() => { window.pauses = [0]; new PerformanceObserver(l => { for (const e of l.getEntries()) window.pauses.push(e.duration) }).observe({ type: 'longtask' }) })
  for (let k = 0; k < 20; k++) await page.keyboard.press(k % 4 ? 'ArrowDown' : 'ArrowRight', { delay: 60 })
  walking.push(await page.evaluate(() => Math.max(...window.pauses)))
  figures = await page.locator('.form-box [data-at]').count()
  await context.close()
}
await browser.close()
console.log(JSON.stringify({ form: median(form), figures, walk: Math.max(...walking), door: median(door), cold: median(cold), again: median(again), steps, kilobytes: bytes / 1024, fields, pause: Math.max(...typing), grid: median(opened), cells, entry }))
