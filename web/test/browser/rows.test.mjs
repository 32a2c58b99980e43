/* rows.test.mjs - which tables there are to be typed into, and records made in the rows below the last one. */
import { ask } from './at.mjs'
import { findings } from './axe.mjs'
import { aClass, column, filter, goTo, grid, health, isSaved, learners, paste, press, words, YEAR } from './sheet.mjs'

/* ---- each that is used first ---- */

const heads = page => page.locator('.grid-box thead th').evaluateAll(all => all.slice(2).map(e => e.firstChild.data.trim()))
const opens = async (t, page, path, columns) => {
  await grid(page, path)
  const there = await heads(page)
  for (const c of columns) t.ok(there.includes(c), `${path}: không có cột «${c}» trong ${there.join(', ')}`)
  t.ok(await page.locator('.grid-box tbody tr').count() > 0, `${path}: không có dòng nào`)
  t.is(await page.locator('.grid-box td[data-here] input').evaluate(i => [i.readOnly, document.activeElement === i]), [false, true], path)
}

export async function every_table_that_is_used_first_opens(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3)
  await opens(t, page, `/dinh-danh?nam=${YEAR}&enrolment.class=${code}`, ['Số định danh cá nhân'])
  await opens(t, page, learners(code), ['Số định danh cá nhân', 'Ngày sinh', 'Giới tính', 'Số điện thoại liên hệ'])
  await opens(t, page, `/nhap/enrolments?nam=${YEAR}&class=${code}`, ['Thứ tự', 'Lớp'])
  await opens(t, page, health(code), ['Chiều cao (cm)', 'Cân nặng (kg)', 'Biết bơi'])
  await opens(t, page, `/nhap/rooms?nam=${YEAR}`, ['Tên phòng', 'Loại phòng', 'Kết cấu', 'Cấp học'])
  await opens(t, await t.as('head'), `/nhap/staff_years?nam=${YEAR}`, ['Loại cán bộ', 'Chức vụ', 'Loại hợp đồng', 'Trình độ chuyên môn nghiệp vụ cao nhất', 'Môn dạy chính'])
}

/* The order of a class, and a value of a teacher of this year, are stored from there. */
export async function order_in_class_and_staff_of_the_year_are_typed_in(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3)
  await grid(page, `/nhap/enrolments?nam=${YEAR}&class=${code}`)
  await goTo(page, 'Thứ tự')
  for (const n of ['3', '1', '2']) await press(page, n, 'Enter')
  await isSaved(page)
  const orders = (await ask(page, `/enrolments?year=${YEAR}&filter=${filter('class.code', code)}&fields=display_order`)).items.map(r => r.display_order)
  t.is(orders.toSorted(), [1, 2, 3])
  const head = await t.as('head')
  await grid(head, `/nhap/staff_years?nam=${YEAR}`)
  await goTo(head, 'Số tiết')
  await head.keyboard.type('7')
  await press(head, 'Enter')
  await isSaved(head)
  t.ok((await ask(page, `/staff_years?year=${YEAR}&limit=200&fields=periods_per_week`)).items.some(r => r.periods_per_week === 7), 'số tiết chưa ghi')
}

/* How many cells of each class are empty stands beside it, before one is chosen and after; once it is full, that. */
export async function the_choice_of_a_class_says_what_is_left_in_it(t) {
  const boys = ['Giàng A Yên', 'Lò Văn Yên', 'Vàng A Yên'].map((full_name, i) => ({ full_name, birth_date: `2019-0${i + 1}-05`, sex: '01' }))
  const page = await t.as('clerk'), code = await aClass(page, boys), name = (await ask(page, `/classes/${code}?fields=name`)).name
  await page.goto(`/dinh-danh?nam=${YEAR}`)
  await page.locator('.grid-choices button', { hasText: `${name} – còn 3 ô` }).click()
  await page.locator('.grid-box td[data-here] input').waitFor()
  await goTo(page, 'Số định danh')
  for (const n of ['019219770001', '019219770002', '019219770003']) { await page.keyboard.type(n); await press(page, 'Enter') }
  await isSaved(page)
  await page.goto(`/dinh-danh?nam=${YEAR}&enrolment.class=${code}`)
  await page.locator(`.grid-tools option[value="${code}"]`, { hasText: `${name} – đủ` }).waitFor({ state: 'attached' })
  await page.goto(`/nhap/health_checks?nam=${YEAR}`)
  await page.locator('.grid-choices button', { hasText: name }).first().waitFor()
  await t.none(page.locator('.grid-choices button', { hasText: '–' }), 'điều không ai đếm được')
}

/* ---- rows more ---- */

const rooms = async (page, like) => (await ask(page, '/rooms?limit=200&fields=name,kind,solidity,level,seats')).items.filter(r => r.name.startsWith(like))
const last = page => page.locator('.grid-box tbody tr', { has: page.locator('th small', { hasText: 'dòng mới' }) }).first()
const status = (page, name) => page.locator('.grid-box tbody tr', { has: page.locator('th .whose', { hasText: name }) }).locator('th small')

async function toNewRow(page) {
  await last(page).waitFor()
  await last(page).locator('td').nth(1).click()
}

/* Two letters and Enter: the first that is so called. */
async function choose(page, label, text) {
  const at = await column(page, label)
  while (await page.evaluate(() => document.activeElement.closest('td').cellIndex) !== at) await page.keyboard.press('ArrowRight')
  await page.keyboard.type(text)
  await page.locator('.grid-list [role=option]').first().waitFor()
  await page.keyboard.press('Tab')
}

async function fillRow(page, name) {
  await toNewRow(page)
  await page.keyboard.type(name)
  await press(page, 'Tab')
  await choose(page, 'Loại phòng', 'phòng')
  await choose(page, 'Cấp học', 'tiểu')
  await choose(page, 'Kết cấu', 'kiên')
}

export async function a_room_is_made_in_the_row_below_the_last(t) {
  const page = await t.as('clerk')
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  await toNewRow(page)
  await page.keyboard.type('Hàng mới A')
  await press(page, 'Tab')
  await status(page, 'Hàng mới A').filter({ hasText: 'chưa gửi, chưa đủ' }).waitFor()
  await page.locator('.grid-state .problem', { hasText: '1 ô chờ đủ mục bắt buộc' }).waitFor()
  await page.waitForTimeout(1200)
  t.is(await rooms(page, 'Hàng mới A'), [], 'ghi khi chưa đủ')
  await press(page, 'Control+z')                                          // taken back before it is sent
  t.is([await status(page, 'Hàng mới A').count(), await page.locator('.grid-state .problem').count()], [0, 0])
  await fillRow(page, 'Hàng mới B')
  await status(page, 'Hàng mới B').filter({ hasText: 'đã ghi' }).waitFor()
  t.is((await rooms(page, 'Hàng mới B')).length, 1)
  t.is(await findings(page), [], 'trợ năng')
  /* What is refused is said, and the row goes once it is mended. */
  await fillRow(page, 'Hàng mới C')
  await page.keyboard.type('x')
  const seats = await column(page, 'Số chỗ')
  await press(page, 'Escape')
  while (await page.evaluate(() => document.activeElement.closest('td').cellIndex) !== seats) await page.keyboard.press('ArrowRight')
  await page.keyboard.type('99999')
  await press(page, 'Enter')
  await page.locator('.grid-state .problem', { hasText: '1 ô bị từ chối' }).waitFor()
  await status(page, 'Hàng mới C').filter({ hasText: 'lỗi, xem ô đỏ' }).waitFor()
  await page.locator('.grid-state button', { hasText: '1 ô bị từ chối' }).click()
  await page.keyboard.type('35')
  await press(page, 'Enter')
  await isSaved(page)
  t.is((await rooms(page, 'Hàng mới C')).map(r => r.seats), [35])
}

/* What a room is called stands once, and stays in view. */
export async function a_room_is_called_once(t) {
  const page = await t.as('clerk')
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  const name = await words(page, 0, 2), row = page.locator('.grid-box tbody tr').first()
  t.is(await row.evaluate((tr, name) => [...tr.querySelectorAll('*')].filter(e => e.firstChild?.data?.includes(name) && e.getBoundingClientRect().width > 2).length, name), 1)
  await page.setViewportSize({ width: 700, height: 700 })
  const left = () => row.locator('td').nth(1).evaluate(e => Math.round(e.getBoundingClientRect().left))
  const before = await left()
  await page.locator('.grid-box').evaluate(e => { e.scrollLeft = 400 })
  t.is(await left(), before)
  const names = (await ask(page, `/rooms?year=${YEAR}&limit=200&fields=name`)).items.map(r => r.name).filter(n => /^Phòng học \d+$/.test(n)).map(n => Number(n.slice(10)))
  t.ok(names.includes(10), 'không có phòng thứ mười')
  t.is(names, [...names].sort((a, b) => a - b))
}

export async function rooms_pasted_past_the_last_row_are_rows_more(t) {
  const page = await t.as('clerk')
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  const like = (await ask(page, '/rooms?limit=1&fields=name,kind,solidity,level')).items[0], names = Array.from({ length: 30 }, (_, i) => `Dán ${String.fromCharCode(97 + (i % 26))}${i}`)
  const row = { 'Tên phòng': null, 'Loại phòng': like.kind, 'Kết cấu': like.solidity, 'Cấp học': like.level }
  const text = [Object.keys(row), ...[like.name, ...names].map(n => [n, like.kind, like.solidity, like.level])].map(r => r.join('\t')).join('\n')
  await paste(page, { text })
  await page.locator('dialog', { hasText: 'Thêm 30 dòng mới' }).waitFor()
  t.is(await rooms(page, 'Dán '), [], 'ghi khi chưa hỏi')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  await isSaved(page)
  t.is((await rooms(page, 'Dán ')).map(r => r.name).toSorted(), names.toSorted())
  await page.reload()
  await page.locator('.grid-box td[data-here] input').waitFor()
  t.is((await rooms(page, 'Dán ')).length, 30)
  /* Nowhere else: of a class nobody is made. */
  const code = await aClass(page, 3)
  await grid(page, learners(code))
  t.is([await page.locator('.grid-box tbody tr').count(), await page.locator('th small', { hasText: 'dòng mới' }).count()], [3, 0])
}

export async function a_new_row_is_made_once_whatever_becomes_of_the_line(t) {
  const page = await t.as('clerk')
  let posts = 0
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  await page.route('**/rooms/batch*', async route => {
    if (posts++ > 1) return route.continue()
    await route.fetch()                                                   // written, and its answer lost
    await route.abort('connectionreset')
  })
  await fillRow(page, 'Một lần A')
  await page.waitForFunction(() => /Mất mạng|Đã lưu/.test(document.querySelector('.grid-state').textContent))
  await isSaved(page)
  t.ok(posts >= 3, 'chưa mất câu trả lời nào')
  t.is((await rooms(page, 'Một lần A')).length, 1)
  await page.context().setOffline(true)
  await fillRow(page, 'Một lần B')
  await status(page, 'Một lần B').filter({ hasText: 'chưa gửi' }).waitFor()
  t.is((await rooms(page, 'Một lần B')).length, 0)
  await page.context().setOffline(false)
  await page.keyboard.press('Control+s')
  await status(page, 'Một lần B').filter({ hasText: 'đã ghi' }).waitFor()
  t.is((await rooms(page, 'Một lần B')).length, 1)
}

/* The answer lost and the page gone: what was kept is taken up in one row, beside what the server has by then. */
export async function a_new_row_outlives_the_page(t) {
  const page = await t.as('clerk')
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  const sealed = await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).queue_key)
  t.ok(sealed, 'phiên không có khoá giữ hàng đợi')
  await page.route('**/rooms/batch*', async route => {
    await route.fetch().catch(() => {})
    await route.abort('connectionreset').catch(() => {})
  })
  await fillRow(page, 'Còn mãi')
  await page.locator('.grid-state', { hasText: 'Mất mạng' }).waitFor()
  await page.waitForTimeout(600)
  page.once('dialog', d => d.accept())
  await page.reload()
  await page.locator('.grid-box td[data-here] input').waitFor()
  await page.locator('.grid-box tbody th .whose', { hasText: 'Còn mãi' }).nth(1).waitFor() // the one read and the one kept; the last rows are drawn last
  await page.unroute('**/rooms/batch*')
  await page.keyboard.press('Control+s')
  await isSaved(page)
  t.is([(await rooms(page, 'Còn mãi')).length, await page.locator('.grid-box tbody th .whose', { hasText: 'Còn mãi' }).count()], [1, 1])
}

/* As the record's form would: entered by mistake; done again it is another record.  What the server refuses is said, and the row stays. */
export async function a_stored_row_is_taken_back_and_made_again(t) {
  const page = await t.as('clerk')
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  await fillRow(page, 'Lùi A')
  await status(page, 'Lùi A').filter({ hasText: 'đã ghi' }).waitFor()
  const [first] = await rooms(page, 'Lùi A')
  await page.route('**/rooms/*/status', route => route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"key":"right.missing","detail":"Vai trò này không đổi được trạng thái."}' }))
  await press(page, 'Control+z')
  await page.locator('.grid-state [role=status]', { hasText: 'Chưa hoàn tác được «Lùi A»: Vai trò này không đổi được trạng thái.' }).waitFor()
  t.is([(await rooms(page, 'Lùi A')).length, await status(page, 'Lùi A').count()], [1, 1])
  await page.unroute('**/rooms/*/status')
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  await fillRow(page, 'Lùi B')
  await status(page, 'Lùi B').filter({ hasText: 'đã ghi' }).waitFor()
  const [made] = await rooms(page, 'Lùi B')
  await page.context().setOffline(true)
  await press(page, 'Control+z')
  await page.locator('.grid-state [role=status]', { hasText: 'Chưa hoàn tác được «Lùi B»' }).waitFor()
  await page.context().setOffline(false)
  t.is([(await rooms(page, 'Lùi B')).length, await status(page, 'Lùi B').count()], [1, 1])
  await press(page, 'Control+z')
  await status(page, 'Lùi B').waitFor({ state: 'detached' })
  t.is([(await rooms(page, 'Lùi B')).length, (await ask(page, `/rooms/${made.code}`)).status, await page.locator('.grid-state .problem:not(:empty)').count()], [0, '03', 0])
  await press(page, 'Control+y')
  await status(page, 'Lùi B').filter({ hasText: 'đã ghi' }).waitFor()
  const [again] = await rooms(page, 'Lùi B')
  t.is([again.code === made.code, again.name, again.kind, again.solidity, again.level], [false, made.name, made.kind, made.solidity, made.level])
  t.ok(first.code !== again.code, 'hồ sơ cũ')
}

/* A clerk reads campuses, which the head writes. */
export async function who_only_reads_sees_no_row_below(t) {
  const rows = async role => {
    const page = await t.as(role)
    await grid(page, '/nhap/campuses')
    return page.locator('.grid-box th small', { hasText: 'dòng mới' }).count()
  }
  t.is([await rows('clerk'), await rows('head')], [0, 2])
}
