/* week.test.mjs - what a clerk, a head and an office do in their first hour. */

import { ask, fillRequired, isSaved, plain, pupil } from './at.mjs'

export async function clerk_finds_a_pupil_by_a_name_without_marks(t) {
  const page = await t.as('clerk'), who = await pupil(page, 7)
  await page.keyboard.press('/')
  await page.keyboard.type(plain(who.full_name))
  await page.locator('#find ~ .found [role=option]', { hasText: who.full_name }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(u => /^\/ho-so\/learners\/\d+$/.test(u.pathname))
  await page.locator('h1', { hasText: who.full_name }).waitFor()
  const kept = await page.evaluate(() => [location.href, history.length, document.cookie, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })].join(' '))
  for (const word of plain(who.full_name).split(' ')) t.ok(!plain(kept).includes(word), `"${word}" nằm lại trong địa chỉ hay bộ nhớ: ${kept}`)
}

export async function clerk_corrects_a_field_sees_who_did_and_takes_it_back(t) {
  const page = await t.as('clerk'), who = await pupil(page, 1), before = who.phone ?? ''
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.fill('#f-phone', '0912 345 678')
  await page.keyboard.press('Control+s')
  await isSaved(page)
  t.is(await page.inputValue('#f-phone'), (await ask(page, `/learners/${who.code}`)).phone, 'ô không nói điều đã lưu')
  await page.click('nav.tabs >> text=Lịch sử')
  const line = page.locator('.history li').first()
  await line.locator('text=web.clerk').waitFor()
  await line.getByRole('button', { name: /Trả lại giá trị này/ }).click()
  await page.locator('.field.changed #f-phone').waitFor()
  t.is(await page.inputValue('#f-phone'), before)
  await page.click('.savebar button[type=submit]')
  await isSaved(page)
  t.is((await ask(page, `/learners/${who.code}`)).phone ?? '', before)
}

export async function clerk_adds_a_room(t) {
  const page = await t.as('clerk', '/ho-so/rooms')
  await page.getByRole('link', { name: 'Thêm' }).click()
  const name = `Phòng thử ${Date.now() % 100000}`
  await fillRequired(page, 'form.sections', { name })
  await page.click('.savebar button[type=submit]')
  await page.waitForURL(u => /^\/ho-so\/rooms\/[^/]+$/.test(u.pathname) && !u.pathname.endsWith('/new'))
  await page.goto('/ho-so/rooms')
  await page.locator('a.open', { hasText: name }).waitFor()
}

export async function clerk_gives_a_pupil_a_guardian(t) {
  const page = await t.as('clerk'), who = await pupil(page, 2)
  await page.goto(`/ho-so/learners/${who.code}?tab=guardians`)
  await page.getByRole('button', { name: 'Thêm' }).click()
  await fillRequired(page, '.fresh', { full_name: 'Trần Thị Hạnh', phone: '0987654321' })
  await page.click('.fresh .savebar button[type=submit]')
  await page.locator('.parts td', { hasText: 'Trần Thị Hạnh' }).waitFor()
  t.is((await ask(page, `/guardians?filter=${encodeURIComponent(`learner.code == "${who.code}"`)}`)).items.length, 1)
}

export async function clerk_prints_a_pupil(t) {
  const page = await t.as('clerk'), who = await pupil(page, 3)
  await page.addInitScript(() => { window.print = () => { window.printed = document.getElementById('paper')?.textContent } })
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.locator('header.head').getByRole('button', { name: 'In' }).click()
  await page.locator('dialog').getByRole('button', { name: 'In' }).click()
  const paper = await (await page.waitForFunction(() => window.printed)).jsonValue()
  for (const text of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', who.full_name, who.code, who['enrolment.class.title']]) t.ok(paper.includes(text), `trên giấy thiếu "${text}"`)
}

export async function office_sees_its_schools_and_what_is_left(t) {
  const page = await t.as('manager')
  await page.locator('h1', { hasText: 'Việc còn lại' }).waitFor()
  await page.locator('main .card').first().waitFor()
  await page.goto('/ho-so/schools')
  await page.locator('a.open').first().click()
  await page.waitForURL(u => /^\/ho-so\/schools\/\w+/.test(u.pathname))
  await page.locator('fieldset').first().waitFor()
}

export async function every_entry_of_the_menu_opens_for_its_role(t) {
  for (const role of ['clerk', 'head', 'manager', 'unit_admin', 'viewer']) {
    const page = await t.as(role)
    const links = await page.locator('#menu a').evaluateAll(all => all.map(a => a.getAttribute('href')))
    t.ok(links.length > 0, `${role}: không có mục nào`)
    for (const to of links) {
      await page.goto(to)
      await page.locator('main h1').first().waitFor()
      t.is(await page.locator('main .refused').count(), 0, `${role} ${to} bị từ chối`)
    }
  }
}

export async function what_is_not_ones_own_is_refused_in_words(t) {
  const page = await t.as('viewer', '/ho-so/learners')
  await page.locator('main', { hasText: 'Vai trò của bạn' }).waitFor()
  await page.goto('/ho-so/schools/new')
  await page.locator('main', { hasText: 'Vai trò của bạn' }).waitFor()
  await page.goto('/ho-so/khong_co')
  await page.locator('main', { hasText: 'Không có loại hồ sơ này' }).waitFor()
  await page.goto('/khong/co/trang/nay')
  await page.locator('main h1', { hasText: 'Không có trang này' }).waitFor()
}
