/* sheet.mjs - what the tests of the entry grid do again and again. */
import { ask } from './at.mjs'
import { name } from './typing.mjs'

export const YEAR = 2025

export async function send(page, path, lines) {
  const { csrf } = await ask(page, '/session'), one = !Array.isArray(lines)
  const r = await page.request.post('/api/v1' + path, {
    headers: { 'X-CSRF-Token': csrf, 'Content-Type': one ? 'application/json' : 'application/x-ndjson' },
    data: one ? lines : lines.map(l => JSON.stringify(l)).join('\n') + '\n',
  })
  if (!r.ok()) throw new Error(`${path}: ${r.status()} ${await r.text()}`)
  if (one) return r.json()
  const answers = (await r.text()).split('\n').filter(Boolean).map(l => JSON.parse(l)), bad = answers.find(a => a.outcome === 'refused')
  if (bad) throw new Error(`${path}: ${JSON.stringify(bad)}`)
  return answers
}

let made = 0
export const numberOf = () => made

/* Generated people in a new class; last by name in the school, so that other tests find whom they look for. */
export async function aClass(page, people) {
  const { code } = await send(page, '/classes', { name: `1Z${++made}`, grade: '01', school_year: YEAR })
  const all = typeof people !== 'number' ? people : Array.from({ length: people }, (_, i) => ({
    full_name: `${name(i + 40 * made)} Yến`, birth_date: `2019-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`, sex: i % 2 ? '02' : '01',
  }))
  const pupils = await send(page, `/learners/batch?year=${YEAR}`, all.map(p => ({ ...p, ethnic_group: '01' })))
  await send(page, `/enrolments/batch?year=${YEAR}`, pupils.map(p => ({ learner: p.code, class: code, school_year: YEAR })))
  return code
}

export const filter = (by, code) => encodeURIComponent(`${by} == "${code}"`)
export const inClass = async (page, code, fields) =>
  (await ask(page, `/learners?year=${YEAR}&limit=200&filter=${filter('enrolment.class.code', code)}&fields=full_name,birth_date,sex,${fields}`)).items

export async function grid(page, path) {
  await page.goto(path)
  await page.locator('.grid-box td[data-here] input').waitFor()
}
export const learners = code => `/nhap/learners?nam=${YEAR}&enrolment.class=${code}`
export const health = code => `/nhap/health_checks?nam=${YEAR}&learner.enrolment.class=${code}`
export const isSaved = page => page.locator('.grid-state .good', { hasText: 'Đã lưu' }).waitFor()
export const column = (page, label) => page.locator('.grid-box thead th').evaluateAll((all, l) => all.findIndex(e => e.textContent.trim().startsWith(l)), label)
export const columnWords = (page, at) => page.evaluate(c => [...document.querySelector('.grid-box tbody').rows].map(r => r.cells[c].firstChild.data), at)
export const words = (page, row, at) => page.evaluate(([r, c]) => document.querySelector('.grid-box tbody').rows[r].cells[c].firstChild.data, [row, at])
export const press = async (page, ...keys) => { for (const k of keys) await page.keyboard.press(k) }

/* By keys: to the first row of a column. */
export async function goTo(page, label, row = 0) {
  await press(page, 'Control+Home')
  for (let n = await column(page, label) - 2; n > 0; n--) await page.keyboard.press('ArrowRight')
  for (let n = row; n > 0; n--) await page.keyboard.press('ArrowDown')
}

export const paste = (page, { text, html }) => page.evaluate(([text, html]) => {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  if (html) clipboardData.setData('text/html', html)
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}, [text, html])

/* A session with a key for what is kept, also where the server gives none. */
export async function withKey(page) {
  const key = Buffer.alloc(32, 7).toString('base64url')
  await page.route(u => u.pathname === '/api/v1/session' || !/^\/(api|w)\//.test(u.pathname), async route => {
    if (route.request().method() !== 'GET' && !route.request().url().endsWith('/session')) return route.continue()
    const r = await route.fetch().catch(() => undefined)
    if (!r) return route.abort()
    const body = await r.text()
    return route.fulfill({ response: r, body: body.includes('"queue_key"') ? body : body.replace(/"csrf":/g, `"queue_key":"${key}","csrf":`) })
  })
}

let rooms = 0

/* A class with pupils of these names; each is born on a day of its own, which turned round is a day as well. */
export async function classOf(page, grade, names, more = {}) {
  const { code } = await send(page, '/classes', { name: `${Number(grade)}M${++rooms}`, grade, school_year: YEAR })
  const people = names.map((full_name, i) => ({ full_name, sex: '02', ethnic_group: '01', birth_date: `${YEAR - 5 - Number(grade)}-12-${String(1 + (rooms + i) % 11).padStart(2, '0')}`, ...more }))
  const pupils = await send(page, `/learners/batch?year=${YEAR}`, people)
  await send(page, `/enrolments/batch?year=${YEAR}`, pupils.map(p => ({ learner: p.code, class: code, school_year: YEAR })))
  return { code, name: `${Number(grade)}M${rooms}`, pupils: pupils.map((p, i) => ({ code: p.code, name: people[i].full_name, born: people[i].birth_date.split('-').reverse().join('/') })) }
}
