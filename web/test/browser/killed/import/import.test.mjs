/* import.test.mjs - the server is killed in the middle of an import: it goes on from where it was, the screen says so, and nothing is made twice. */
import { ask } from '../../at.mjs'
import { file } from '../../book.mjs'
import { HEAD, pupil, sendFiles } from '../../lists.mjs'

const PUPILS = 24000, BATCH = 500

export async function an_import_goes_on_after_the_server_was_killed(t) {
  t.expected = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_CONNECTION_CLOSED|ERR_INCOMPLETE/
  const page = await t.as('in_clerk'), rows = Array.from({ length: PUPILS }, (_, i) => pupil(i, PUPILS)), seen = []
  const before = (await ask(page, '/learners?limit=1&count=1')).total
  /* Everything the page is told of how far it is, in its order. */
  page.on('response', async r => {
    if (!/\/jobs\/[^/]+$/.test(new URL(r.url()).pathname)) return
    const j = await r.json().catch(() => undefined)
    if (j?.kind === 'import' && !j.dry_run) seen.push(j)
  })
  await sendFiles(page, file('ca-truong.xlsx', [HEAD, ...rows]))
  await page.locator('.figure').first().waitFor({ timeout: 120000 })
  await page.locator('.stage .primary', { hasText: /^Ghi / }).click()
  while (!seen.some(j => j.done > 0)) await page.waitForTimeout(20) // a quick machine has written a third by then
  const killedAt = Math.max(...seen.map(j => j.done))
  await fetch(t.killer + '0')
  await page.getByText(/Máy chủ đã khởi động lại\. Đang làm tiếp từ dòng/).waitFor({ timeout: 60000 })
  await page.locator('p.done', { hasText: 'Đã ghi xong' }).waitFor({ timeout: 180000 })
  const from = seen.find(j => j.from > 0).from
  t.ok(from > 0 && from < PUPILS && from >= killedAt - BATCH, `làm tiếp từ ${from}, đã thấy ${killedAt}`)
  seen.reduce((last, j) => { t.ok(j.done >= last - BATCH, `lùi từ ${last} về ${j.done}`); return j.done }, 0)
  await page.locator('p', { hasText: /^24\.000 hồ sơ mới · / }).waitFor()
  t.is((await ask(page, '/learners?limit=1&count=1')).at_least ?? (await ask(page, '/learners?limit=1&count=1')).total, Math.min(10000, before + PUPILS))
  t.is((await ask(page, `/enrolments?limit=1&count=1&year=2025&filter=${encodeURIComponent('class.name == "5/1"')}`)).total,
    rows.filter(r => r[1] === '5/1').length)
}
