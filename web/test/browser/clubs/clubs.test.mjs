/* clubs.test.mjs - a catalogue with one record type more, of which the web application knows nothing. */
import { ask, fillRequired, isSaved } from '../at.mjs'

export async function a_new_record_type_needs_no_line_of_the_web(t) {
  const page = await t.as('clerk')
  await page.locator('#menu a', { hasText: 'Câu lạc bộ' }).click()
  await page.locator('main h1', { hasText: 'Câu lạc bộ' }).waitFor()
  await page.getByRole('link', { name: 'Thêm' }).first().click()
  await page.locator('#f-name').waitFor()
  await fillRequired(page, 'form.sections', { name: 'Câu lạc bộ Sen' })
  await page.selectOption('#f-paid', { label: 'Có' })
  await page.fill('#f-fee', '50000')
  await page.click('.savebar button[type=submit]')
  await page.waitForURL(u => /^\/ho-so\/clubs\/[^/]+$/.test(u.pathname) && !u.pathname.endsWith('/new'))
  await page.fill('#f-members', '25')
  await page.click('.savebar button[type=submit]')
  await isSaved(page)
  const [club] = (await ask(page, '/clubs')).items
  t.is([club.name, club.members, club.fee], ['Câu lạc bộ Sen', 25, 50000])
  await page.goto('/ho-so/clubs')
  await page.locator('a.open', { hasText: 'Câu lạc bộ Sen' }).waitFor()
  await page.locator('thead', { hasText: 'Số thành viên' }).waitFor()
}
