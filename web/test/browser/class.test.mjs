/* class.test.mjs - the page of a class: who is in it, who teaches, what is missing; pupils move, are put in order, go on paper. */
import { findings } from './axe.mjs'
import { ask } from './at.mjs'
import { send } from './sheet.mjs'

const YEAR = 2025

/* The last two classes of a school: two of one grade. */
async function classes(page) {
  const { items } = await ask(page, `/classes?year=${YEAR}&fields=name,grade&sort=name&limit=50`)
  return { here: items.at(-2), there: items.at(-1), other: items[0] }
}

const inClass = (page, code) =>
  ask(page, `/enrolments?year=${YEAR}&limit=200&sort=learner.full_name&fields=learner.full_name,display_order,class,first_class&filter=${encodeURIComponent(`class.code == "${code}" and present`)}`)
const names = page => page.locator('.class-pupils tbody th a').allTextContents()

async function open(page, { code }) {
  await page.goto(`/lop/${code}`)
  await page.locator('.class-pupils tbody th').first().waitFor()
}

async function moveFirst(page, to, meant = false) {
  const name = await page.locator('.class-pupils tbody th a').first().textContent()
  await page.locator('.class-pupils tbody .tick input').first().check()
  await page.getByRole('button', { name: 'Chuyển sang lớp khác' }).click()
  await page.locator('dialog select').selectOption(to.code)
  const go = page.locator('dialog footer button')
  if (meant) {
    if (!await go.isDisabled()) throw new Error('khác khối mà không hỏi lại')
    await page.locator('dialog .check input').first().check()
  }
  await go.click()
  await page.locator('.done', { hasText: `sang lớp ${to.name}` }).waitFor()
  return name
}

export async function a_pupil_moves_to_another_class_and_back(t) {
  const page = await t.as('clerk', '/lop'), { here, there, other } = await classes(page)
  await page.locator('.class-tiles a', { hasText: here.name }).click()
  await page.locator('.class-pupils tbody th').first().waitFor()
  const before = (await inClass(page, here.code)).items.length, name = await moveFirst(page, there)
  t.ok(!(await names(page)).includes(name), 'vẫn còn ở lớp cũ')
  const moved = (await inClass(page, there.code)).items.find(x => x['learner.full_name'] === name)
  t.is((await inClass(page, here.code)).items.length, before - 1)
  await open(page, there)
  t.ok((await names(page)).includes(name), 'không thấy ở lớp mới')
  await page.getByLabel('Chọn ' + name, { exact: true }).check()
  await page.getByRole('button', { name: 'Chuyển sang lớp khác' }).click()
  await page.locator('dialog select').selectOption(here.code)
  await page.locator('dialog footer button').click()
  await page.locator('.done').waitFor()
  t.is((await ask(page, `/enrolments/${moved.code}`)).class, here.code)
  await open(page, here)
  const far = await moveFirst(page, other, true), gone = (await inClass(page, other.code)).items.find(x => x['learner.full_name'] === far)
  await open(page, other)
  await page.getByLabel('Chọn ' + far, { exact: true }).check()
  await page.getByRole('button', { name: 'Chuyển sang lớp khác' }).click()
  await page.locator('dialog select').selectOption(here.code)
  await page.locator('dialog .check input').first().check()
  await page.locator('dialog footer button').click()
  await page.locator('.done').waitFor()
  t.is((await ask(page, `/enrolments/${gone.code}`)).class, here.code)
}

/* What somebody else changed meanwhile is not written over; who stayed is named, and how many went is true. */
export async function who_was_changed_meanwhile_is_not_moved(t) {
  const page = await t.as('clerk'), { here, there } = await classes(page)
  await open(page, here)
  const [name, second] = await names(page), list = (await inClass(page, here.code)).items, { csrf } = await ask(page, '/session')
  const [one, two] = [name, second].map(n => list.find(x => x['learner.full_name'] === n))
  const change = async (code, data) => {
    const { version } = await ask(page, `/enrolments/${code}`), headers = { 'X-CSRF-Token': csrf, 'If-Match': `"${version}"` }
    t.is((await page.request.patch(`/api/v1/enrolments/${code}`, { data, headers })).status(), 200)
  }
  await change(one.code, { display_order: 77 })
  for (const i of [0, 1]) await page.locator('.class-pupils tbody .tick input').nth(i).check()
  await page.getByRole('button', { name: 'Chuyển sang lớp khác' }).click()
  await page.locator('dialog select').selectOption(there.code)
  await page.locator('dialog footer button').click()
  await page.locator('dialog li', { hasText: name }).waitFor()
  await page.locator('dialog .done', { hasText: 'Đã chuyển 1 em' }).waitFor()
  await page.locator('dialog footer button').click()
  await page.locator('.class-pupils .done', { hasText: 'Đã chuyển 1 em' }).waitFor()
  t.is([(await ask(page, `/enrolments/${one.code}`)).class, (await ask(page, `/enrolments/${two.code}`)).class], [here.code, there.code])
  await change(two.code, { class: here.code, first_class: here.code })
}

/* Several at once, found by name and by the day they were born; whoever is refused is named and stays chosen. */
export async function pupils_without_a_class_are_put_into_one(t) {
  const page = await t.as('clerk'), { other } = await classes(page), marks = ['Ất', 'Bính', 'Đinh'].map(n => `Kha Thị ${n}`)
  const made = await send(page, `/learners/batch?year=${YEAR}`, marks.map((full_name, i) => ({ full_name, birth_date: `2019-03-1${i}`, sex: '02', ethnic_group: '01' })))
  await open(page, other)
  const before = (await names(page)).length
  await page.getByRole('button', { name: 'Thêm vào lớp' }).click()
  const dialog = page.locator('dialog'), go = dialog.locator('button[type=submit]')
  t.is(await findings(page), [])
  t.is((await go.textContent()).trim(), 'Thêm vào lớp')
  await dialog.locator('.lacks', { hasText: 'Chọn em để thêm.' }).waitFor()
  await dialog.locator('input').first().fill('kha thi at')
  await dialog.getByLabel(marks[0]).check()
  await dialog.locator('input').first().fill('11/03/2019')
  await dialog.getByLabel(marks[1]).check()
  await dialog.locator('.enrol-free li', { hasText: marks[2] }).waitFor({ state: 'detached' })
  t.is(await dialog.locator('.enrol-free input:checked').count(), 2, 'ai đã chọn thì còn đó')
  t.ok(!page.url().includes('kha') && !page.url().includes('2019'), 'điều tìm nằm trong địa chỉ')
  t.ok((await dialog.locator('a').getAttribute('href')).startsWith('/ho-so/learners/new'), 'không có đường tới hồ sơ mới')
  await dialog.locator('.enrol-day').fill('31/02/2026')
  t.ok(await go.isDisabled(), 'ngày không có')
  await dialog.locator('.enrol-day').fill('06/10/2025')
  await send(page, `/enrolments/batch?year=${YEAR}`, [{ learner: made[1].code, class: other.code, school_year: YEAR }])     // by somebody else meanwhile
  await go.click()
  await dialog.locator('[role=alert] li', { hasText: marks[1] }).waitFor()
  await dialog.locator('header button').click()
  await page.locator('.class-pupils .done', { hasText: 'Đã thêm 1 em' }).waitFor()
  const there = await names(page)
  t.is([there.length, there.includes(marks[0]), there.includes(marks[1]), there.includes(marks[2])], [before + 2, true, true, false])
  const [enrolment] = (await ask(page, `/enrolments?year=${YEAR}&fields=class,status_date,status&filter=${encodeURIComponent(`learner.code == "${made[0].code}"`)}`)).items
  t.is([enrolment.class, enrolment.status_date], [other.code, '2025-10-06'])
}

/* Two set the order of one class: the second is told, and neither arrangement is lost. */
export async function the_order_that_another_set_meanwhile_is_told(t) {
  const page = await t.as('clerk'), { other } = await classes(page), head = await t.as('head')
  for (const p of [page, head]) {
    await open(p, other)
    await p.getByRole('button', { name: 'Xếp thứ tự' }).click()
  }
  const before = await page.locator('.ordering .pupil').evaluateAll(all => all.map(e => e.firstChild.data.trim()))
  await head.locator('.ordering .fall').first().click()
  await head.getByRole('button', { name: 'Lưu thứ tự' }).click()
  await head.locator('.done').waitFor()
  await page.locator('.ordering .rise').nth(2).click()
  await page.getByRole('button', { name: 'Lưu thứ tự' }).click()
  await page.locator('.ordering [role=alert]', { hasText: 'Người khác vừa xếp lại' }).waitFor()
  await page.getByRole('button', { name: 'Giữ thứ tự của tôi' }).click()
  await page.getByRole('button', { name: 'Lưu thứ tự' }).click()
  await page.locator('.done').waitFor()
  t.is(await names(page), [before[0], before[2], before[1], ...before.slice(3)])
}

export async function the_order_of_a_class_is_set_with_keys_and_kept(t) {
  const page = await t.as('clerk'), { there } = await classes(page)
  await open(page, there)
  const before = await names(page)
  await page.getByRole('button', { name: 'Xếp thứ tự' }).click()
  await page.locator('.ordering .fall').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  t.is(await page.locator('.ordering li').nth(2).evaluate(e => e.contains(document.activeElement)), true, 'phím mũi tên không còn ở em ấy')
  await page.getByRole('button', { name: 'Lưu thứ tự' }).click()
  await page.locator('.done', { hasText: 'Đã lưu thứ tự' }).waitFor()
  const wanted = [before[1], before[2], before[0], ...before.slice(3)]
  t.is(await names(page), wanted)
  await page.reload()
  await page.locator('.class-pupils tbody th').first().waitFor()
  t.is(await names(page), wanted)
  t.is((await inClass(page, there.code)).items.map(x => x.display_order).sort((a, b) => a - b), before.map((_, i) => i + 1))
  await page.getByRole('button', { name: 'Xếp thứ tự' }).click()
  await page.getByRole('button', { name: 'Xếp theo tên' }).click()
  await page.getByRole('button', { name: 'Lưu thứ tự' }).click()
  await page.locator('.done').waitFor()
  t.is(await names(page), before)
}

export async function a_class_says_who_teaches_it_and_what_is_missing(t) {
  const page = await t.as('clerk'), { there } = await classes(page), { csrf } = await ask(page, '/session'), headers = { 'X-CSRF-Token': csrf }
  const staff = (await ask(page, '/staff?limit=1&fields=full_name')).items[0]
  for (const semester of ['1', '2']) {
    const r = await page.request.post('/api/v1/class_subjects', { headers, data: { class: there.code, school_year: YEAR, subject_2018: (await ask(page, '/lists/subject_2018')).items[0].code, semester, teacher: staff.code, assessment_kind: (await ask(page, '/lists/assessment_kind')).items[0].code } })
    t.is(r.status(), 201)
  }
  await open(page, there)
  await page.locator('.taught dd', { hasText: staff.full_name }).waitFor()
  t.is(await page.locator('.taught dd').count(), 1, 'một môn hai kỳ một giáo viên')
  const line = page.locator('.class-side .gap[href*="/ho-so/learners"]').first(), n = Number((await line.locator('b').textContent()).replace(/\D/g, ''))
  await line.click()
  await page.locator('.main-table a.open').first().waitFor()
  t.is(await page.locator('.main-table a.open').count(), n)
}

export async function a_class_goes_on_paper_as_a_list_and_as_cards(t) {
  const page = await t.as('clerk'), { here } = await classes(page)
  await page.addInitScript(() => { window.print = () => { window.printed = document.getElementById('paper').innerHTML } })
  await open(page, here)
  const all = await names(page)
  await page.keyboard.press('Control+p')
  await page.locator('dialog select').selectOption('8')
  await page.locator('dialog footer button').click()
  const list = await (await page.waitForFunction(() => window.printed)).jsonValue()
  for (const name of all) t.ok(list.includes(name), `trong danh sách thiếu ${name}`)
  t.is(list.match(/<th class="blank">/g).length, 8)
  await page.evaluate(() => { window.printed = undefined })
  await page.keyboard.press('Control+p')
  await page.getByLabel('Thẻ học sinh').check()
  await page.locator('dialog footer button').click()
  const cards = await (await page.waitForFunction(() => window.printed)).jsonValue()
  t.is(cards.match(/<section>/g).length, all.length)
}

export async function the_pages_of_classes_are_clean_to_axe(t) {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
    const page = await t.as('clerk', '/lop', options)
    await page.locator('.class-tiles a').first().waitFor()
    t.is(await findings(page), [])
    await open(page, (await classes(page)).here)
    await page.locator('.class-side .gap').first().waitFor()
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/class-${options.viewport?.width ?? 1366}.png` })
    if (options.viewport) t.ok(await page.locator('.class-pupils tbody tr').evaluateAll(all => all.every(e => e.offsetHeight <= 60)), 'mỗi em hơn hai dòng')
    t.is(await findings(page), [])
    await page.getByRole('button', { name: 'Xếp thứ tự' }).click()
    t.is(await findings(page), [])
    t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'trang rộng hơn màn hình')
  }
}
