/* reports.mjs - what the tests of reports do again and again: schools of their own, with people, that send their forms. */
import { ask } from './at.mjs'
import { send } from './sheet.mjs'

export const FORM = '02-TH-DN', PERIOD = '2025-start'
export const addressOf = unit => `/bao-cao/${FORM}/${unit}/${PERIOD}`

let made = 0
/* region: without one the form warns. */
export async function aSchool(office, name, more = {}) {
  const code = `1999${String(++made).padStart(4, '0')}`
  await send(office, '/schools', { code, name, level_group: '06', ownership: '01', region: '01', managed_by: '19', ...more })
  return code
}

export const reportOf = async (page, unit) => {
  const { items: [head] } = await ask(page, `/reports?unit=${unit}&form=${FORM}&period=${PERIOD}`)
  return head && ask(page, `/reports/${head.id}`)
}

/* "37E" to 3, of every cell that has a figure. */
export const figuresOf = report => Object.fromEntries(report.sheets.flatMap(s => s.rows.flatMap(r =>
  (r.values ?? []).map((n, i) => [`${r.code}${s.columns[i]}`, n]).filter(([, n]) => n !== null))))

/* A new account of a unit, given by the one above, signed in in a browser of its own, or in one that is there. */
export async function newcomer(t, name, role, unit, above = '19', there = undefined) {
  const issuer = (t.issuers ??= {})[above] ??= await t.as('issuer of ' + above, '/khong-co'), page = there ?? await t.visitor()
  const { username, one_time_password: old } = await send(issuer, '/accounts', { username: name, role, unit })
  const post = (path, data, csrf = '') => page.request.post('/api/v1' + path, { data, headers: { 'X-CSRF-Token': csrf } })
  const { csrf } = await (await post('/session', { username, password: old })).json()
  const changed = await post('/session/password', { old, new: 'mot cau dai de nho 98' }, csrf)
  if (!changed.ok()) throw new Error(`${name}: ${await changed.text()}`)
  return page
}

export async function step(page, unit, what) {
  const { csrf } = await ask(page, '/session'), { id } = await reportOf(page, unit)
  const r = await page.request.post(`/api/v1/reports/${id}/${what}`, { headers: { 'X-CSRF-Token': csrf } })
  if (!r.ok()) throw new Error(await r.text())
}
export const compute = (page, unit) => send(page, '/reports', { form: FORM, unit, period: PERIOD })

export const cell = (page, at) => page.locator(`.form-box [data-at="${at}"]`)
export const focused = page => page.evaluate(() => document.activeElement.closest('[data-at]')?.dataset.at)

/* Schools below a commune, each of which has sent its form. */
export const COMMUNE = 'X01840'
export async function schoolsThatSent(t, names, more = {}) {
  const office = await t.as('manager', '/khong-co'), head = await t.visitor(), made = []
  for (const name of names) {
    const unit = await aSchool(office, name, { managed_by: COMMUNE, ...more })
    await newcomer(t, `gui.${unit}`, 'head', unit, COMMUNE, head)
    await compute(head, unit)
    await step(head, unit, 'submit')
    made.push(unit)
  }
  return made
}
