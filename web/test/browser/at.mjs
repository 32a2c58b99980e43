/* at.mjs - what the tests of screens do again and again. */
import { createHash } from 'node:crypto'

export const plain = s => s.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

/* What the API says, as the page's own session is told it; of lists wholly, for what stands there is compared. */
export async function ask(page, path) {
  const list = /^\/[\w-]+\?/.test(path) && /(fields|filter)=/.test(path) ? '&purpose=' + encodeURIComponent('đối chiếu phép thử') : ''
  const r = await page.request.get('/api/v1' + path + list)
  if (!r.ok()) throw new Error(`${path}: ${r.status()} ${await r.text()}`)
  return r.json()
}

export const pupil = async (page, at = 0) => (await ask(page, '/learners?limit=20&year=2025&fields=full_name,phone,enrolment.class.title')).items[at]

export const isSaved = page => page.locator('.savebar [role=status]', { hasText: 'Đã lưu lúc' }).first().waitFor()

/* Something for every field that must not stay empty. */
export async function fillRequired(page, within, texts) {
  for (const [name, text] of Object.entries(texts)) await page.fill(`${within} #f-${name}`, text)
  const fields = page.locator(`${within} [aria-required=true]`)
  for (let i = 0; i < await fields.count(); i++) {
    const field = fields.nth(i)
    if (await field.inputValue()) continue
    if (await field.evaluate(e => e.tagName) === 'SELECT') { await field.selectOption({ index: 1 }); continue }
    await field.click()
    await page.locator('[role=option]:visible').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
}

/* The same data is made once. */
export async function make(page, plural, data) {
  const { csrf } = await ask(page, '/session')
  const r = await page.request.post('/api/v1/' + plural, { data, headers: { 'X-CSRF-Token': csrf, 'Idempotency-Key': createHash('sha256').update(plural + JSON.stringify(data)).digest('hex') } })
  if (!r.ok()) throw new Error(await r.text())
  return r.json()
}

/* What the browser keeps sealed, as it lies there. */
export const keptIn = page => page.evaluate(() => new Promise(done => {
  const open = indexedDB.open('khue')
  open.onerror = () => done([])
  open.onsuccess = () => {
    if (!open.result.objectStoreNames.contains('sealed')) { open.result.close(); return done([]) }
    const all = open.result.transaction('sealed').objectStore('sealed').getAll()
    all.onsuccess = () => { open.result.close(); done(all.result.map(x => new TextDecoder('latin1').decode(x.bytes))) }
  }
}))
