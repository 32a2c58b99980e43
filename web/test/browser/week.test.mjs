/* week.test.mjs - what a clerk, a head and an office do in their first hour. */
import { findings } from './axe.mjs'
import { ask, fillRequired, isSaved, make, plain, pupil } from './at.mjs'
import { send } from './sheet.mjs'

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

/* Every address that is asked for, as a proxy would keep it. */
function addresses(page) {
  const all = []
  page.on('request', r => all.push(plain(decodeURIComponent(r.url()))))
  return all
}

export async function what_is_typed_to_find_a_place_or_an_account_stands_in_no_address(t) {
  const page = await t.as('clerk', '/ho-so/learners/new'), asked = addresses(page), place = page.locator('#f-residence_commune')
  await place.click()
  await page.keyboard.type('tan thinh')
  await page.locator('[role=option]', { hasText: 'Tân Thịnh' }).first().waitFor()
  t.ok(asked.some(a => a.endsWith('/lists/commune/query')), 'xã không được hỏi')
  t.ok(!asked.some(a => a.includes('tan thinh') || a.includes('tan+thinh')), `chữ đã gõ nằm trong địa chỉ: ${asked.filter(a => a.includes('thinh')).join(' ')}`)
  const head = await t.as('head', '/quan-tri/nhat-ky'), of = addresses(head)
  await head.locator('.log li').first().waitFor()
  await head.fill('#log-account', t.people.clerk.name)
  await head.keyboard.press('Enter')
  await head.locator('.log li, .empty').first().waitFor()
  await head.quiet()
  t.ok(of.filter(a => a.endsWith('/changes/query')).length > 0, 'nhật ký không được hỏi lại')
  t.ok(!of.some(a => a.includes(t.people.clerk.name)), 'tên tài khoản nằm trong địa chỉ')
  await t.none(head.locator('.log li', { hasText: `${t.people.head.name} ` }))
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

/* What no list has stays to be seen, with the fault; Esc brings back what was there. */
export async function clerk_sees_what_was_not_taken(t) {
  const page = await t.as('clerk'), who = await pupil(page, 8), field = page.locator('#f-religion')
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.waitForFunction(() => ![undefined, '…'].includes(document.getElementById('f-religion')?.value)) // its list has come
  const before = await field.inputValue()
  await field.fill('xyzxyz')
  await page.keyboard.press('Tab')
  t.is([await field.inputValue(), await field.getAttribute('aria-invalid')], ['xyzxyz', 'true'])
  await field.focus()
  await page.keyboard.press('Escape')
  t.is([await field.inputValue(), await field.getAttribute('aria-invalid')], [before, 'false'])
}

export async function clerk_adds_a_room(t) {
  const page = await t.as('clerk', '/ho-so/rooms')
  await page.getByRole('link', { name: 'Thêm' }).click()
  const name = `Phòng thử ${Date.now() % 100000}`
  await fillRequired(page, 'form.sections', { name })
  await page.click('.savebar button[type=submit]')
  await page.waitForURL(u => /^\/ho-so\/rooms\/[^/]+$/.test(u.pathname) && !u.pathname.endsWith('/new'))
  await isSaved(page)
  await page.goto('/ho-so/rooms')
  await page.fill('.filters .find input', name)
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

/* What is sensitive goes on paper only with what for, and then the paper says so; that goes to nobody else. */
async function printsWhat(t, page, open, sensitive, open_too, told = []) {
  const dialog = page.locator('dialog'), printed = async () => (await page.waitForFunction(() => window.printed)).jsonValue()
  const go = () => dialog.getByRole('button', { name: 'In', exact: true }).click(), sent = []
  await page.evaluate(() => { window.printed = undefined })
  page.on('request', r => sent.push(r.url() + (r.postData() ?? '')))
  await open()
  await go()
  const without = await printed()
  t.ok(without.includes(open_too) && !without.includes(sensitive) && !without.includes('In để'), without.slice(0, 600))
  await page.evaluate(() => { window.printed = undefined })
  await open()
  await dialog.getByLabel('In cả dữ liệu nhạy cảm').check()
  t.is(await findings(page), [], 'trợ năng')
  await dialog.getByLabel('In để làm gì').fill('x \u202e\u200b\u2066 y')
  await go()
  await dialog.locator('.problem', { hasText: 'ít nhất 3 từ' }).waitFor()
  await dialog.getByLabel('In để làm gì').fill('Nộp hồ\u202e  sơ\u200b học\tbổng\u2069')
  await go()
  const with_it = await printed()
  t.ok([open_too, sensitive, 'In để: Nộp hồ sơ học bổng. Người in: web.clerk'].every(x => with_it.includes(x)), with_it.slice(0, 600))
  const with_what_for = sent.filter(x => /hoc.bong|học bổng|h%E1%BB%8Dc/i.test(x)).map(x => x.split('/api/v1').pop().split('{')[0])
  t.is([...new Set(with_what_for)], told) // page by page
  return { without, with_it }
}

export async function sensitive_data_is_printed_only_with_what_for(t) {
  const page = await t.as('clerk'), who = await pupil(page, 4)
  await page.addInitScript(() => { window.print = () => { window.printed = document.getElementById('paper')?.textContent } })
  await page.goto(`/ho-so/learners/${who.code}`)
  await printsWhat(t, page, () => page.locator('header.head').getByRole('button', { name: 'In', exact: true }).click(), 'Dân tộc:', 'Giới tính:')
  await page.goto('/ho-so/learners?sex=01')
  await page.locator('a.open').first().waitFor()
  page.on('dialog', d => void d.accept()) // so many?
  const { without, with_it } = await printsWhat(t, page, () => page.locator('header.head').getByRole('button', { name: 'In', exact: true }).click(),
    'Dân tộc', 'Giới tính', ['/learners/query'])
  /* Numbers are whole with what for, which whoever reads who looked at whom reads too. */
  t.ok(without.includes('•••') && !/\d{12}/.test(without) && /\d{12}/.test(with_it) && !with_it.includes('•••'), with_it.slice(0, 600))
}

/* By the menu of the browser, which asks nothing: the screen without what is sensitive and without its controls. */
export async function the_screen_on_paper_holds_nothing_sensitive(t) {
  const page = await t.as('clerk'), who = await pupil(page, 4), seen = () => page.locator('main').innerText()
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.locator('#f-ethnic_group').waitFor()
  const on_screen = await seen()
  for (const text of ['Dân tộc', 'Tôn giáo', 'Giới tính', 'Thêm ảnh', 'bắt buộc', 'Ảnh được lưu ngay']) t.ok(on_screen.includes(text), 'màn hình: ' + text)
  await page.emulateMedia({ media: 'print' })
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.must')).display === 'none')
  const on_paper = await seen()
  t.ok(on_paper.includes('Giới tính') && on_paper.includes(who.code), on_paper.slice(0, 600))
  for (const text of ['Dân tộc', 'Tôn giáo', 'Thêm ảnh', 'bắt buộc', 'Ảnh được lưu ngay', 'Chọn trên lịch']) t.ok(!on_paper.includes(text), 'giấy: ' + text)
  t.is(await page.evaluate(() => [...document.querySelectorAll('main :is(button, .button, .inside)')].filter(e => e.checkVisibility()).length), 0)
  t.is(await page.evaluate(() => getComputedStyle(document.querySelector('main input[placeholder]'), '::placeholder').color), 'rgba(0, 0, 0, 0)')
  await page.emulateMedia({ media: 'screen' })
  await page.goto('/ho-so/learners?sex=01')
  await page.locator('a.open').first().waitFor()
  t.ok((await page.locator('thead').innerText()).includes('Dân tộc'))
  const n = await page.locator('tbody tr').count()
  await page.emulateMedia({ media: 'print' })
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.filters')).display === 'none')
  const head = await page.locator('thead').innerText()
  t.ok(head.includes('Giới tính') && !head.includes('Dân tộc'), head)
  t.is(await page.evaluate(() => [...document.querySelectorAll('tbody td.sensitive')].map(e => e.checkVisibility())), Array(n).fill(false))
}

export async function clerk_prints_the_sheet_by_the_key_and_with_the_picture(t) {
  const page = await t.as('clerk'), who = await pupil(page, 6), at = `/learners/${who.code}`
  await page.addInitScript(() => { window.print = () => { window.printed = document.querySelector('#paper img')?.naturalWidth ?? 0 } })
  await page.goto(`/ho-so${at}`)
  await page.locator('#f-phone').waitFor()
  const png = await page.evaluate(() => { const c = document.createElement('canvas'); c.width = 30; c.height = 40; return c.toDataURL('image/png').split(',')[1] })
  await page.locator('.file-field input').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
  await page.locator('.file-field button', { hasText: 'Bỏ ảnh' }).waitFor()
  await page.keyboard.press('Control+p')
  await page.locator('dialog').getByRole('button', { name: 'In' }).click()
  t.is(await (await page.waitForFunction(() => window.printed)).jsonValue(), 30)
  page.on('dialog', d => void d.accept())
  await page.locator('.file-field button', { hasText: 'Bỏ ảnh' }).click()
  await page.locator('.file-field label', { hasText: 'Thêm ảnh' }).waitFor()
  t.is((await ask(page, at)).photo, undefined)
}

/* A pupil of no class, who lacks whatever need not be there. */
const ofNoClass = page => make(page, 'learners', { full_name: 'Lò Không Lớp', birth_date: '2016-02-03', sex: '01', ethnic_group: '01' })

/* Nothing stands in a list that is empty, nor is anything put in that of a pupil who is not there yet. */
export async function the_first_guardian_stands_under_no_empty_table(t) {
  const page = await t.as('clerk'), { code } = await make(page, 'learners', { full_name: 'Sùng A Đầu Tiên', birth_date: '2016-02-07', sex: '01', ethnic_group: '01', mother_name: 'Vàng Thị Sua' })
  await page.goto(`/ho-so/learners/${code}?tab=guardians`)
  await page.locator('.named').getByRole('button', { name: 'Lấy sang đây' }).click()
  await page.locator('.fresh #f-full_name').waitFor()
  await t.none(page.locator('.parts :is(table, .empty)'))
  await page.goto('/ho-so/learners/new?tab=guardians')
  await page.locator('#f-full_name').waitFor()
  await t.none(page.locator('.parts'))
}

/* Named in the form and not in the list, and the other way round: each is carried over, nothing is typed twice, and then nothing is offered any more. */
export async function a_parent_is_carried_between_form_and_list(t) {
  const page = await t.as('clerk'), mother = { mother_name: 'Vàng Thị Mỷ', mother_birth_year: 1988, mother_job: 'Làm ruộng', mother_phone: '0388123456' }
  const { code } = await make(page, 'learners', { full_name: 'Sùng A Hai Bên', birth_date: '2016-02-04', sex: '01', ethnic_group: '01', ...mother })
  await make(page, 'guardians', { learner: code, relation: '01', full_name: 'Sùng A Páo', birth_date: '1985-06', phone: '0399000111' })
  await page.goto(`/ho-so/learners/${code}?tab=guardians`)
  const offer = page.locator('.named li', { hasText: 'mẹ là Vàng Thị Mỷ' })
  await offer.getByRole('button', { name: 'Lấy sang đây' }).waitFor()
  t.is(await page.locator('.named li').count(), 1)
  t.is(await findings(page), [], 'trợ năng')
  await offer.getByRole('button').click()
  t.is([await page.inputValue('.fresh #f-full_name'), await page.inputValue('.fresh #f-birth_date'), await page.inputValue('.fresh #f-phone')], [mother.mother_name, '1988', mother.mother_phone])
  await page.click('.fresh .savebar button[type=submit]')
  await page.locator('.parts td', { hasText: mother.mother_name }).waitFor()
  await offer.waitFor({ state: 'detached' })
  const { items } = await ask(page, `/guardians?filter=${encodeURIComponent(`learner.code == "${code}" and relation == "02"`)}`)
  t.is(items.map(r => [r.full_name, r.birth_date, r.occupation, r.phone]), [[mother.mother_name, '1988', 'Làm ruộng', mother.mother_phone]])
  await page.locator('.tabs a', { hasText: 'Thông tin' }).click()
  const stands = page.locator('.named li')
  await stands.filter({ hasText: 'Vàng Thị Mỷ (mẹ)' }).waitFor()
  t.is(await stands.getByRole('button').count(), 1)   // she is in both
  await stands.filter({ hasText: 'Sùng A Páo (cha)' }).getByRole('button', { name: 'Chép vào phiếu' }).click()
  t.is([await page.inputValue('#f-father_name'), await page.inputValue('#f-father_birth_year'), await page.inputValue('#f-father_phone')], ['Sùng A Páo', '1985', '0399000111'])
  t.is(await findings(page), [], 'trợ năng')
  await page.click('.savebar button[type=submit]')
  await isSaved(page)
  t.is([(await ask(page, `/learners/${code}`)).father_birth_year, await stands.getByRole('button').count()], [1985, 0])
  /* Another name in the form: told in both, changed by nobody. */
  await page.fill('#f-father_name', 'Sùng A Khác')
  await page.click('.savebar button[type=submit]')
  await isSaved(page)
  await stands.filter({ hasText: 'phiếu ghi Sùng A Khác' }).waitFor()
  await page.locator('.tabs a', { hasText: 'Người chăm sóc' }).click()
  await page.locator('.named li', { hasText: 'cha là Sùng A Khác, ở đây là Sùng A Páo' }).waitFor()
  await t.none(page.locator('.named button'))
}

/* Home counts those enrolled in the year; the list it leads to has the same people, and those of no class only when they are asked for. */
export async function what_home_says_is_missing_its_list_has(t) {
  const page = await t.as('clerk'), told = []
  await ofNoClass(page)
  for (let i = 0; i < 3; i++) { // others write meanwhile
    await page.goto('/?nam=2025')
    const gap = page.locator('a.gap[href*="/ho-so/learners"]').first(), said = Number((await gap.locator('b').textContent()).replace(/\D/g, ''))
    await gap.click()
    await page.locator('a.open').first().waitFor()
    await page.waitForFunction(() => /hồ sơ/.test(document.querySelector('.count').textContent))
    told.push([said, await page.locator('.count').textContent()])
    const all = page.locator('.filters .chip.on', { hasText: 'Có khai trong năm học' })
    if (!told.at(-1)[1].replace('.', '').includes(`${said} hồ sơ`) || !await all.count()) continue
    await all.click()
    await page.waitForFunction(n => Number(/(\d[\d.]*) hồ sơ/.exec(document.querySelector('.count').textContent)?.[1].replace('.', '')) > n, said)
    return
  }
  t.ok(false, `trang chính và danh sách nói hai số: ${JSON.stringify(told)}`)
}

/* Of the classes those of the grade; another grade drops the class. */
export async function clerk_narrows_classes_by_the_grade(t) {
  const page = await t.as('clerk', '/ho-so/learners'), pick = label => page.locator('.filters .pick', { hasText: label })
  await page.locator('a.open').first().waitFor()
  await page.waitForFunction(() => document.querySelectorAll('.filters .pick option').length > 12)
  await pick('Khối').locator('select').selectOption('02')
  await page.waitForFunction(() => [...document.querySelectorAll('.filters .pick')].some(p => p.textContent.startsWith('Lớp')
    && p.querySelectorAll('option').length > 1 && [...p.querySelectorAll('option')].slice(1).every(o => o.textContent.startsWith('2'))))
  await pick('Lớp').locator('select').selectOption({ index: 1 })
  await page.waitForURL(u => u.searchParams.has('enrolment.class'))
  await pick('Khối').locator('select').selectOption('03')
  await page.waitForURL(u => u.searchParams.get('enrolment.class.grade') === '03' && !u.searchParams.has('enrolment.class'))
}

export async function clerk_records_that_a_pupil_leaves(t) {
  const page = await t.as('clerk'), who = await pupil(page, 7)
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.locator('header.head a', { hasText: 'Biến động' }).click()
  await page.waitForURL(u => u.pathname.startsWith('/ho-so/enrolments/') && u.searchParams.get('tab') === 'events')
  await page.getByRole('button', { name: 'Ghi biến động' }).waitFor()
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
      await t.none(page.locator('main .refused'), `${role} ${to} bị từ chối`)
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

/* Of a pupil who has left, as of any record, only what the server takes is a choice. */
export async function a_status_is_offered_that_the_server_takes(t) {
  const page = await t.as('clerk'), { learner, code } = (await ask(page, '/enrolments?year=2025&limit=1&filter=present&fields=learner')).items[0]
  await send(page, `/enrolments/${code}/events`, { event: 'leave', event_date: '2025-10-06', destination: '01' })
  const open = async path => {
    await page.goto(path)
    await page.getByRole('button', { name: 'Đổi trạng thái' }).click()
    await page.locator('dialog').waitFor()
    await page.quiet()
  }
  await open(`/ho-so/learners/${learner}`)
  t.is(await page.locator('dialog option').allTextContents(), ['–', 'Ngừng dùng'])
  t.is(await findings(page), [])
  await open(`/ho-so/classes/${(await ask(page, '/classes?year=2025&limit=1&fields=name')).items[0].code}`)
  t.is(await page.locator('dialog option').allTextContents(), ['–', 'Ngừng dùng'])
  /* Nothing is left: why, and nothing to fill in. */
  await page.route('**/status?dry_run=1', r => r.fulfill({ json: { outcome: 'refused', problems: [{ field: 'status', key: 'record.in_use', message: 'Lớp này còn 5 người.', severity: 'error' }] } }))
  await open(page.url())
  await page.locator('dialog p', { hasText: 'Ngừng dùng: Lớp này còn 5 người.' }).waitFor()
  t.is(await page.locator('dialog footer, dialog select').count(), 0)
  await send(page, `/enrolments/${code}/events/undo`)
}
