/* views.test.mjs - a list hides numbers until it is said what for, and the head finds who looked at whom, and why. */
import { findings } from './axe.mjs'
import { ask } from './at.mjs'

const rows = page => page.locator('.main-table tbody tr')

/* What is shown is written each second. */
async function written(page, like) {
  for (let tries = 0; tries < 10; tries++) {
    await page.quiet()
    if (await rows(page).filter(like).count() > 0) return
    await new Promise(done => setTimeout(done, 500))
    await page.reload()
  }
  await rows(page).filter(like).first().waitFor()
}

/* By the person: others were looked at since. */
async function opened(page, person) {
  const { csrf } = await ask(page, '/session')
  for (let tries = 0; tries < 10; tries++) {
    const r = await page.request.post('/api/v1/views/query', { headers: { 'X-CSRF-Token': csrf }, data: { person: person.code } })
    if ((await r.json()).items.some(x => x.how === 'opened' && x.title === person.full_name)) return
    await new Promise(done => setTimeout(done, 500))
  }
  throw new Error('mở hồ sơ không được ghi')
}

export async function numbers_are_shown_for_a_purpose_that_the_head_reads(t) {
  const page = await t.as('clerk', '/ho-so/learners'), purpose = `đối chiếu sổ ${Date.now() % 1e6}`
  const at = (await page.locator('.main-table thead th').allTextContents()).findIndex(x => x.includes('định danh'))
  const number = rows(page).nth(0).locator('th, td').nth(at)
  t.ok((await number.textContent()).startsWith('•••'), 'số định danh hiện ngay trong danh sách')
  await page.getByRole('button', { name: 'Hiện đủ…' }).click()
  t.is(await findings(page), [])
  await page.fill('dialog input', 'để xem')
  await page.getByRole('button', { name: 'Hiện', exact: true }).click()
  await page.locator('dialog .problem').waitFor()
  await page.fill('dialog input', purpose)
  await page.getByRole('button', { name: 'Hiện', exact: true }).click()
  await page.locator('.main-table td', { hasText: /^0\d{11}$/ }).first().waitFor()
  t.ok(!decodeURIComponent(page.url()).includes('sổ'), 'điều đã viết nằm trong địa chỉ')
  await t.none(page.getByRole('button', { name: 'Hiện đủ…' }))
  const head = await t.as('head', '/quan-tri/luot-xem')
  await written(head, { hasText: purpose })
  t.is(await findings(head), [])
}

export async function an_opened_record_is_told_with_its_name_and_who_may_not_read_views_sees_none(t) {
  const clerk = await t.as('clerk'), person = (await ask(clerk, '/learners?limit=1&fields=full_name')).items[0]
  await clerk.goto('/ho-so/learners/' + person.code)
  await clerk.quiet()
  const head = await t.as('head', '/quan-tri/luot-xem')
  await opened(head, person)
  await head.getByLabel('Chỉ những lần phải xem lại').check()
  await head.locator('.empty, .state').first().waitFor()
  await clerk.goto('/quan-tri/luot-xem')
  await t.none(rows(clerk))
}
