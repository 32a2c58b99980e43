/* support.test.mjs - help asked for from a screen, answered by the office above, read by whoever asked; and the guides of all screens. */
import { findings } from './axe.mjs'
import { ask, keptIn } from './at.mjs'

const CARD = '.request'

async function send(page, text) {
  await page.keyboard.press('?')
  await page.locator('aside.help').getByRole('button', { name: 'Báo lỗi, góp ý' }).click()
  await page.locator('dialog textarea').fill(text)
  await page.keyboard.press('Escape')
  await page.locator('aside.help').getByRole('button', { name: 'Báo lỗi, góp ý' }).click()
  if (await page.locator('dialog textarea').inputValue() !== text) throw new Error('mất lời đã viết khi đóng bằng Esc')
  await page.locator('dialog footer button').click()
  await page.locator('dialog [role=status]', { hasText: 'Đã gửi' }).waitFor()
}

export async function help_is_asked_for_where_it_is_wanted_answered_and_read(t) {
  const text = `Ô lọc theo lớp không hiện gì ${Date.now() % 1e6}`, page = await t.as('clerk', '/ho-so/learners?sex=02')
  await page.locator('a.open').first().waitFor()
  await send(page, text)
  const made = (await ask(page, '/requests?mine=1&limit=1')).items[0]
  t.is([made.page, made.text, made.state], ['/ho-so/learners', text, 'open'])
  await page.locator('dialog').getByRole('link', { name: 'Yêu cầu của tôi' }).click()
  await page.locator(CARD, { hasText: text }).locator('.status', { hasText: 'Chờ trả lời' }).waitFor()

  const admin = await t.as('unit_admin', '/')
  await admin.locator('.todo a', { hasText: 'yêu cầu hỗ trợ chờ trả lời' }).click()
  const theirs = admin.locator(CARD, { hasText: text }).locator('header')
  await theirs.getByText('Màn hình: Người học').waitFor()
  await t.none(theirs.locator('a'), 'người quản trị không mở được hồ sơ')
  const office = await t.as('manager', '/quan-tri/yeu-cau')
  const card = office.locator(CARD, { hasText: text })
  t.is(await card.locator('a', { hasText: '4.1.1 Hồ sơ học sinh' }).getAttribute('href'), `/ho-so/learners?don-vi=${made.unit}`)
  await card.locator('textarea').fill('Bấm Xoá bộ lọc rồi chọn lại lớp.')
  await card.getByRole('button', { name: 'Trả lời và đóng' }).click()
  await card.waitFor({ state: 'detached' })
  await office.getByRole('link', { name: 'Đã trả lời' }).click()
  await card.locator('.answer', { hasText: 'chọn lại lớp' }).waitFor()

  await page.goto('/')
  await page.locator('.todo a', { hasText: 'yêu cầu của bạn đã có trả lời' }).click()
  const mine = page.locator(CARD, { hasText: text })
  await mine.locator('.answer', { hasText: 'chọn lại lớp' }).waitFor()
  await mine.getByRole('button', { name: 'Tôi đã đọc' }).click()
  await mine.locator('.status', { hasText: 'đã đọc' }).waitFor()
  t.is((await ask(page, '/notices')).items.filter(x => x.kind === 'requests_answered'), [])
  for (const p of [page, office]) t.ok(!p.url().includes('requests') && !decodeURIComponent(p.url()).includes('Ô lọc'), p.url())
}

/* What is written lives as long as the session, and nobody else can read it. */
export async function what_is_written_outlives_a_reload_and_goes_with_the_session(t) {
  const page = await t.visitor(), text = 'Cột «Ghi chú» của em Lò Thị Mận không sửa được'
  await t.enter(page, 'clerk', '/tro-giup')
  const area = page.locator('dialog textarea'), opens = () => page.locator('.help-page header').getByRole('button', { name: 'Báo lỗi, góp ý' }).click()
  await opens()
  await area.fill(text)
  await page.waitForTimeout(300)
  const sealed = await keptIn(page)
  t.is(sealed.length, 1)
  t.ok(!sealed[0].includes('Ghi ch'), 'lời viết dở đọc được')
  await page.reload()
  await opens()
  await page.waitForFunction(text => document.querySelector('dialog textarea')?.value === text, text)
  await page.keyboard.press('Escape')
  await page.click('.account button')
  await page.click('form[action="/dang-xuat"] button')
  await page.waitForURL('**/dang-nhap*')
  t.is(await keptIn(page), [])
  await t.enter(page, 'clerk', '/tro-giup')
  await opens()
  await page.waitForTimeout(300)
  t.is(await area.inputValue(), '')
}

export async function a_request_that_somebody_else_answered_first_is_told(t) {
  const text = `Hai người cùng trả lời ${Date.now() % 1e6}`
  await send(await t.as('head', '/bao-cao'), text)
  const one = await t.as('manager', '/quan-tri/yeu-cau'), two = await t.as('unit_admin', '/quan-tri/yeu-cau')
  for (const page of [one, two]) await page.locator(CARD, { hasText: text }).locator('textarea').fill('Đã xem.')
  for (const page of [one, two]) await page.locator(CARD, { hasText: text }).getByRole('button', { name: 'Trả lời và đóng' }).click()
  await one.locator(CARD, { hasText: text }).waitFor({ state: 'detached' })
  await two.locator(CARD, { hasText: text }).locator('[role=alert]', { hasText: 'đã được trả lời' }).waitFor()
}

export async function whoever_does_not_answer_has_no_list_of_requests(t) {
  const page = await t.as('clerk', '/quan-tri/yeu-cau')
  await page.locator('.state.noright').waitFor()
  await t.none(page.locator('#menu a', { hasText: 'Yêu cầu hỗ trợ' }))
}

export async function guides_of_ones_own_screens_are_found_by_what_they_say(t) {
  const page = await t.as('clerk', '/tro-giup')
  await page.locator('.guide').first().waitFor()
  const all = await page.locator('.guide').count()
  /* In the order of the menu, with its numbers; every picture says what it is of. */
  const numbers = await page.locator('.guide .no').allInnerTexts(), order = n => n.split('.').map(x => x.padStart(3, '0')).join('.')
  t.is(numbers, [...numbers].sort((a, b) => (order(a) < order(b) ? -1 : 1)))
  t.ok(numbers.length > 10 && (await page.locator('.guide summary').first().innerText()) === 'Việc còn lại')
  t.is(new Set(await page.locator('.guide img').evaluateAll(x => x.map(e => e.alt))).size, all)
  await page.fill('.help-page input[type=search]', 'quoc hieu khong co o dau ca')
  await page.locator('[role=status]', { hasText: 'Không có hướng dẫn nào' }).waitFor()
  await page.fill('.help-page input[type=search]', 'huy ca lan nap')
  await page.locator('.guide summary', { hasText: 'Nạp tệp' }).click()
  t.ok(all > 15 && await page.locator('.guide').count() < all, 'không lọc')
  t.ok(await page.locator('.guide[open] img').evaluate(async e => { await e.decode(); return e.naturalWidth > 500 }), 'hình không hiện')
}

/* Each is called as in the menu of whoever reads it, and nobody reads of what they have not. */
export async function guides_are_called_as_the_menu_and_of_nothing_else(t) {
  const words = all => all.map(e => e.textContent.replace(/(\d)(?=\p{L})/u, '$1 ').trim())
  for (const role of ['clerk', 'viewer', 'manager', 'unit_admin']) {
    const page = await t.as(role, '/tro-giup')
    await page.locator('.guide').first().waitFor()
    const menu = await page.locator('#menu .entry:not(.top-entry)').evaluateAll(words), told = await page.locator('.guide summary').evaluateAll(words)
    t.is(told.filter(x => /^\d/.test(x) && !menu.includes(x)), [], role)
    t.is([told.includes('7.1 Nạp tệp'), told.includes('9.3 Nhật ký thay đổi'), told.includes('9.1 Tài khoản')],
      [menu.includes('7.1 Nạp tệp'), menu.includes('9.3 Nhật ký thay đổi'), menu.includes('9.1 Tài khoản')], role)
    t.is(told.filter(x => !/^\d/.test(x) && !['Việc còn lại', 'Danh sách hồ sơ', 'Một hồ sơ', 'Nhập nhanh', 'Còn thiếu gì', 'Một báo cáo', 'Phiên đang mở', 'Xác nhận hai bước', 'Trợ giúp'].includes(x)), [], role)
  }
}

export async function screens_of_help_are_clean_for_axe(t) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await t.as('manager', '/tro-giup', { colorScheme })
    await page.locator('.guide').first().waitFor()
    t.is(await findings(page), [], colorScheme)
    await page.getByRole('button', { name: 'Báo lỗi, góp ý' }).click()
    await page.locator('dialog textarea').waitFor()
    t.is(await findings(page), [], `hộp ${colorScheme}`)
    await page.goto('/quan-tri/yeu-cau?xem=da-tra-loi')
    await page.locator('h1', { hasText: 'Yêu cầu hỗ trợ' }).waitFor()
    t.is(await findings(page), [], `danh sách ${colorScheme}`)
  }
}
