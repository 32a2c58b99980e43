/* admin.test.mjs - accounts, sessions, units, the log and programs: each step by a role that may, refused to one that may not. */
import { findings, findingsInBoth } from './axe.mjs'
import { ask, isSaved, pupil } from './at.mjs'
import { addressOf, COMMUNE, newcomer, reportOf, schoolsThatSent } from './reports.mjs'
import { send } from './sheet.mjs'

const ONCE = /[a-z0-9]{4}(-[a-z0-9]{4}){3}/, SCREENS = ['tai-khoan', 'phien', 'don-vi', 'nhat-ky', 'phan-mem']
const row = (page, name) => page.locator('tbody tr', { has: page.locator('th', { hasText: name }) })

async function issue(page, name, role = 'Văn thư nhập liệu', staff) {
  await page.goto('/quan-tri/tai-khoan')
  await page.getByRole('button', { name: 'Cấp tài khoản' }).click()
  await page.locator('dialog select option', { hasText: role }).waitFor({ state: 'attached' })
  await page.locator('dialog select').selectOption({ label: role })
  if (staff) {
    await page.fill('#acc-staff', staff.name)
    await page.locator('[role=option]:visible', { hasText: staff.code }).click()
  }
  await page.locator('dialog input[maxlength="60"]').fill(name)
  await page.locator('dialog footer button').click()
  return (await page.locator('dialog .shown-once').textContent()).match(ONCE)[0]
}

/* By hand: the door asks for a password of one's own. */
async function signIn(t, name, password) {
  const page = await t.visitor()
  await page.goto('/dang-nhap')
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button[type=submit]')
  return page
}

export async function an_account_is_issued_with_its_slip_and_must_change_its_password(t) {
  const page = await t.as('unit_admin'), name = `thu.${Date.now() % 1e6}`
  await page.addInitScript(() => { window.print = () => { window.printed = document.getElementById('paper')?.textContent } })
  const password = await issue(page, name)
  await page.getByRole('button', { name: 'In phiếu giao' }).click()
  const slip = await (await page.waitForFunction(() => window.printed, null, { timeout: 4000 })).jsonValue() // nothing on it has to be waited for
  for (const text of [name, password, t.origin, 'Văn thư', 'Trường']) t.ok(slip.includes(text), `trên phiếu thiếu ${text}`)
  await page.getByRole('button', { name: 'Đã ghi lại' }).click()
  t.ok(!(await page.content()).includes(password), 'mật khẩu còn trên trang')
  await row(page, name).locator('text=Chưa đổi mật khẩu').waitFor()
  const person = await signIn(t, name, password)
  await person.waitForURL('**/mat-khau*')
  await row(page, name).getByRole('button', { name: /^Khoá/ }).click()
  await page.locator('dialog footer button').click()
  await row(page, name).locator('text=Đã khoá').waitFor()
  const refused = await signIn(t, name, password)
  await refused.locator('#password').waitFor()
  await row(page, name).getByRole('button', { name: /^Mở lại/ }).click()
  await page.locator('dialog footer button').click()
  await row(page, name).locator('.status', { hasText: 'Cần cấp lại mật khẩu' }).waitFor()
}

export async function a_session_is_ended_from_elsewhere(t) {
  const page = await t.as('unit_admin'), name = `phien.${Date.now() % 1e6}`, password = await issue(page, name)
  const person = await signIn(t, name, password)
  await ownPassword(person, password)
  await page.goto('/quan-tri/phien')
  await row(page, name).locator('td', { hasText: 'Văn thư nhập liệu' }).waitFor()
  await row(page, name).getByRole('button', { name: /^Kết thúc/ }).click()
  await page.locator('dialog footer button').click()
  await row(page, name).waitFor({ state: 'detached' })
  await person.waitForTimeout(1000) // within a second, on every process
  await person.click('#menu >> text=Danh sách lớp')
  await person.locator('dialog.ended input[type=password]').waitFor()
}

/* The first password is changed at the door. */
async function ownPassword(person, password) {
  await person.waitForURL('**/mat-khau*')
  for (const [id, text] of [['#old', password], ['#new', 'mot cau that dai 77'], ['#again', 'mot cau that dai 77']])
    if (await person.locator(id).count()) await person.fill(id, text)
  await person.click('button[type=submit]')
  await person.waitForSelector('#main')
}

export async function a_teacher_sees_only_her_classes(t) {
  const head = await t.as('head'), { items } = await ask(head, '/classes?year=2025&fields=title,homeroom_teacher.code&limit=50')
  const led = items.find(c => c['homeroom_teacher.code']), staff = led['homeroom_teacher.code'], name = `gv.${Date.now() % 1e6}`
  const hers = items.filter(c => c['homeroom_teacher.code'] === staff).map(c => c.title)
  const page = await t.as('unit_admin'), full = (await ask(head, `/staff/${staff}?fields=full_name`)).full_name
  const password = await issue(page, name, 'Giáo viên', { code: staff, name: full }), person = await signIn(t, name, password)
  await page.locator('dialog dd', { hasText: `${full} · ${staff}` }).waitFor()
  await page.getByRole('button', { name: 'Đã ghi lại' }).click()
  await row(page, name).locator('small', { hasText: staff }).waitFor()
  await page.locator('.filters .find input').fill(full.split(' ').at(-1).normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd'))
  await row(page, name).waitFor()
  await page.locator('.filters .find input').fill('')
  await ownPassword(person, password)
  await person.goto('/ho-so/learners?nam=2025')
  await person.locator('a.open').first().waitFor()
  const classes = (await ask(person, '/learners?year=2025&limit=200&fields=enrolment.class.title')).items.map(r => r['enrolment.class.title'])
  t.ok(classes.length > 5 && classes.every(c => hers.includes(c)), `thấy lớp ${[...new Set(classes)]}, của mình là ${hers}`)
  const other = (await ask(head, '/learners?year=2025&limit=200&fields=enrolment.class.title')).items.find(r => !hers.includes(r['enrolment.class.title']))
  await person.goto(`/ho-so/learners/${other.code}`)
  await person.locator('.state.gone').waitFor()
  await person.goto('/lop?nam=2025')
  await person.locator('.class-tiles a').first().click()
  await person.locator('.class-pupils tbody th').first().waitFor()
  await person.locator('.class-side h2', { hasText: 'Còn thiếu' }).waitFor()
  await t.none(person.getByRole('button', { name: 'Xếp thứ tự' }))
  await person.goto('/')
  await t.none(person.locator('.cards .card'))
}

/* All that can be done to an account stands on one line, whole; on a telephone two by two. */
export async function what_is_done_to_an_account_is_one_line(t) {
  const page = await t.as('unit_admin', '/quan-tri/tai-khoan'), acts = row(page, t.people.clerk.name).locator('.acts')
  await acts.getByRole('button').nth(3).waitFor()
  const seen = () => acts.getByRole('button').evaluateAll(all => all.map(b => {
    const { left, top, right } = b.getBoundingClientRect(), table = b.closest('.table').getBoundingClientRect()
    return { top: Math.round(top), whole: left >= b.closest('td').getBoundingClientRect().left && right <= table.right }
  }))
  t.is([new Set((await seen()).map(b => b.top)).size, (await seen()).every(b => b.whole)], [1, true])
  await page.setViewportSize({ width: 390, height: 844 })
  t.is([new Set((await seen()).map(b => b.top)).size, (await seen()).every(b => b.whole)], [2, true])
}

/* What the server would refuse is not to be chosen: neither a unit two steps below nor a role of more rights. */
export async function only_what_can_be_issued_is_offered(t) {
  const page = await t.as('issuer of 19', '/quan-tri/tai-khoan'), { items } = await ask(page, '/units?within=19&kind=school&limit=200'), below = (await ask(page, '/units?parent=19')).items
  const far = items.find(u => !below.some(b => b.code === u.code)), roles = page.locator('dialog select option:not([value=""])')
  await page.getByRole('button', { name: 'Cấp tài khoản' }).click()
  await roles.first().waitFor({ state: 'attached' })
  t.is(await roles.allInnerTexts(), ['Quản trị đơn vị', 'Cán bộ quản lý dữ liệu cấp trên', 'Người xem số liệu'])
  await page.fill('#acc-unit', far.code)
  await t.none(page.locator('[role=option]:visible', { hasText: far.code }), 'đơn vị của cấp dưới')
  await page.fill('#acc-unit', below[0].code)
  await page.locator('[role=option]:visible', { hasText: below[0].code }).click()
  await roles.nth(1).waitFor({ state: 'attached' })
  t.is(await findings(page), [])
  await page.keyboard.press('Escape')
  const other = (await ask(page, '/accounts?limit=200')).items.find(a => a.unit !== '19' && !a.managed)
  await page.locator('.filters input').fill(other.name)
  await row(page, other.name).waitFor()
  await t.none(row(page, other.name).getByRole('button'), 'tài khoản của cấp dưới')
}

export async function an_office_reads_the_published_rules_and_what_changed(t) {
  const page = await t.as('manager', '/quan-tri/quy-dinh')
  await page.locator('details.changed').first().waitFor()
  await page.fill('.filters .find input', 'phan ban')
  await page.locator('details.changed[open]', { hasText: 'Lớp học' }).locator('text=Phân ban').waitFor()
  t.is(await findings(page), [])
  const clerk = await t.as('viewer', '/quan-tri/quy-dinh')
  await clerk.locator('details.changed').first().waitFor() // published: no secret to whoever types the address
}

/* Its place gives code and name; a code that is taken is refused in words. */
export async function an_office_is_opened_below_another(t) {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
    const page = await t.as('manager', '/quan-tri/don-vi', options), dialog = page.locator('dialog'), code = dialog.getByLabel('Mã', { exact: true })
    await page.getByRole('button', { name: 'Lập đơn vị bên dưới' }).click()
    await dialog.locator('.lacks', { hasText: 'Ghi tên đơn vị.' }).waitFor()
    await page.fill('#uni-place', 'phuong phan dinh phung')
    await page.locator('[role=option]:visible').first().click()
    t.is([await dialog.getByLabel('Tên').inputValue(), await code.inputValue()], ['UBND phường Phan Đình Phùng', 'X05443'])
    await code.fill(options.viewport ? '19' : `X${Date.now() % 1e6}`)
    t.is(await findings(page), [])
    t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'trang rộng hơn màn hình')
    await dialog.locator('footer button').click()
    await page.locator(options.viewport ? 'dialog .problem' : '.one-unit h2', { hasText: options.viewport ? '19' : 'UBND phường Phan Đình Phùng' }).waitFor()
  }
}

export async function a_school_is_merged_into_another_after_a_preview(t) {
  const page = await t.as('manager'), { items } = await ask(page, '/units?within=19&kind=school&limit=50')
  const [from, to] = items.filter(u => u.levels === '01' && u.status === '01') // of the same level
  await page.goto(`/quan-tri/don-vi?xem=${from.code}`)
  await page.getByRole('button', { name: 'Sáp nhập' }).click()
  await page.locator('dialog .lacks', { hasText: 'Chọn trường nhận.' }).waitFor()
  await page.fill('#uni-to', to.code)
  await page.locator('[role=option]:visible', { hasText: to.name }).first().click()
  await page.locator('dialog .lacks', { hasText: 'Ghi ngày có hiệu lực.' }).waitFor()
  await page.locator('dialog').getByLabel('Từ ngày').fill('31/05/2026')
  await page.getByRole('button', { name: 'Xem trước' }).click()
  await page.locator('.touched dd').first().waitFor()
  t.ok(await page.locator('.touched dd:visible').count() <= 5, 'chi tiết chưa gấp lại')
  await page.locator('.touched summary', { hasText: 'Từng loại' }).click()
  await page.locator('.touched details dd:visible').nth(3).waitFor()
  const button = page.locator('dialog footer button')
  t.ok(await button.isDisabled(), 'chưa gõ mã mà đã làm được')
  await page.locator('dialog').getByLabel(/Gõ mã/).fill(from.code)
  await button.click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.locator('.one-unit .status', { hasText: 'Đã sáp nhập' }).waitFor()
  await page.locator('.one-unit .history li', { hasText: to.name }).first().waitFor()
  await page.goto(`/quan-tri/nhat-ky?don-vi=${to.code}`)
  const first = page.locator('.log > li').first(), others = first.locator('summary')
  await first.locator('p', { hasText: `${from.name} sáp nhập vào ${to.name}` }).waitFor()
  const n = Number((await others.textContent()).replace(/\D/g, ''))
  t.ok(n > 20, `gộp ${n} thay đổi`)
  await others.click()
  const rows = first.locator('ul li'), rest = first.getByRole('button', { name: 'Xem thêm' })
  await rows.nth(Math.min(n, 199) - 1).waitFor()
  for (let all = n; all > 199; all -= 200) { await rest.click(); await rows.nth(Math.min(n, n - all + 398) - 1).waitFor() }
  await rest.waitFor({ state: 'detached' })
  t.is(await rows.count(), n)
  t.ok(await page.locator('.log > li').count() > 1, 'sau một việc lớn không còn việc nào khác')
}

/* The panel tells of the day that the tree tells of; what is done is done today. */
export async function a_unit_is_shown_as_it_was_on_the_chosen_day(t) {
  const page = await t.as('manager'), own = (await ask(await t.as('clerk'), '/session')).unit.code, { csrf } = await ask(page, '/session')
  const school = (await ask(page, '/units?within=19&kind=school&limit=50')).items.findLast(u => u.status === '01' && u.code !== own)
  const r = await page.request.patch(`/api/v1/schools/${school.code}`, { data: { name: 'Trường Tiểu học Tên Mới' }, headers: { 'X-CSRF-Token': csrf, 'If-Match': '*' } })
  t.is(r.status(), 200)
  await page.goto(`/quan-tri/don-vi?xem=${school.code}`)
  await page.locator('.one-unit h2', { hasText: 'Tên Mới' }).waitFor()
  t.ok(await page.locator('.one-unit button').count() > 0, 'hôm nay không làm được gì')
  await page.getByLabel('Như ngày').fill('01/09/2025')
  await page.keyboard.press('Enter')
  await page.locator('.one-unit h2', { hasText: school.name }).waitFor()
  await page.locator('.one-unit', { hasText: 'về hôm nay' }).waitFor()
  await t.none(page.locator('.one-unit button'))
  await page.locator('.one-unit dt', { hasText: 'Trực thuộc' }).waitFor()
  await page.getByLabel('Như ngày').fill('01/09/1930')
  await page.keyboard.press('Enter')
  await page.locator('.one-unit', { hasText: 'Ngày 01/09/1930 đơn vị này không trực thuộc' }).waitFor()
  await page.getByRole('button', { name: 'Về hôm nay' }).click()
  await page.locator('.one-unit h2', { hasText: 'Tên Mới' }).waitFor()
  t.ok(await page.locator('.one-unit button').count() > 0, 'về hôm nay mà không làm được gì')
}

export async function the_log_says_who_did_what(t) {
  const page = await t.as('head'), who = await pupil(page, 17)
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.fill('#f-phone', '0933333333')
  await page.keyboard.press('Control+s')
  await isSaved(page)
  await page.goto('/quan-tri/nhat-ky')
  await page.locator('.log li', { hasText: `${t.people.head.name} sửa Số điện thoại liên hệ của người học ${who.full_name}` }).first().waitFor()
  await send(page, '/reports', { form: '02-TH-DN', unit: (await ask(page, '/session')).unit.code, period: '2025-start' })
  await page.reload()
  await page.locator('.log li', { hasText: 'tính báo cáo 02-TH-ĐN, đầu năm học 2025–26' }).first().waitFor()
  const groups = await page.locator('.filters optgroup').evaluateAll(all => all.map(g => g.label)), shown = await page.locator('#menu .group').allTextContents()
  t.is(groups.filter(g => shown.includes(g)), shown.filter(g => groups.includes(g)), 'thứ tự như danh mục')
  t.ok(groups.length > 4, groups.join())
  await page.locator('.filters select').selectOption('room')
  await page.waitForURL(u => u.searchParams.get('loai') === 'room')
  await page.locator('.log li, .empty').first().waitFor()
  await t.none(page.locator('.log li', { hasText: who.full_name }))
  t.ok(!page.url().includes(t.people.head.name), 'tên tài khoản nằm trong địa chỉ')
}

export async function a_program_is_let_in_and_cut_off(t) {
  const page = await t.as('unit_admin', '/quan-tri/phan-mem'), name = `ph${Date.now() % 1e6}`
  await page.getByRole('button', { name: 'Cấp quyền cho phần mềm' }).click()
  await page.locator('dialog .hint', { hasText: '2 đến 30 chữ không dấu' }).waitFor()
  await page.locator('dialog input[maxlength="30"]').fill(name)
  await page.locator('dialog').getByLabel('Lớp học: xem').first().check().catch(() => page.locator('.scopes input').nth(1).check())
  await page.locator('dialog footer button').click()
  const secret = await page.locator('dialog .shown-once').textContent(), id = await page.locator('dialog .secret dd').first().textContent()
  await page.getByRole('button', { name: 'Đã ghi lại' }).click()
  const token = () => page.request.post('/api/v1/token', { form: { grant_type: 'client_credentials', client_id: id, client_secret: secret } })
  t.is((await token()).status(), 200)
  await row(page, id).getByRole('button', { name: /^Thu hồi/ }).click()
  await page.locator('dialog footer button').click()
  await row(page, id).locator('.status', { hasText: 'Thu hồi' }).waitFor()
  await page.waitForTimeout(1000)
  t.is((await token()).status(), 401)
}

export async function a_program_may_read_everything_by_one_box(t) {
  const page = await t.as('unit_admin', '/quan-tri/phan-mem'), name = `doc${Date.now() % 1e6}`
  await page.getByRole('button', { name: 'Cấp quyền cho phần mềm' }).click()
  await page.locator('dialog input[maxlength="30"]').fill(name)
  const every = page.locator('dialog').getByLabel('Mọi thứ: xem'), one = page.locator('dialog').getByLabel('Lớp học: xem', { exact: true })
  const write = page.locator('dialog').getByLabel('Lớp học: ghi', { exact: true })
  await write.check()
  await every.check()
  t.ok(await one.isChecked() && await page.locator('dialog').getByLabel('Đơn vị: xem', { exact: true }).isChecked(), 'còn ô chưa đánh dấu')
  await one.uncheck()
  t.is(await every.evaluate(e => [e.checked, e.indeterminate]), [false, true])
  await every.check()
  await page.locator('dialog footer button').click()
  const id = await page.locator('dialog .secret dd').first().textContent()
  await page.getByRole('button', { name: 'Đã ghi lại' }).click()
  const client = (await ask(page, '/clients?limit=100')).items.find(c => c.id === id), { scopes } = await ask(page, '/clients/scopes')
  t.is([...client.scopes].sort(), ['classes:write', ...scopes.filter(x => x.endsWith(':read'))].sort())
  t.is(client.fields, 'open') // personal data only when it is said
}

/* A pupil of an old commune that became one new one: looked at, changed, in her history. */
export async function old_addresses_become_new_ones(t) {
  const page = await t.as('clerk'), who = await pupil(page, 19), { csrf } = await ask(page, '/session')
  const rec = await ask(page, `/learners/${who.code}`)
  const old = (await ask(page, '/lists/commune?q=' + encodeURIComponent('phuong tan thinh'))).items.find(x => x.valid_to && x.valid_to <= '2025-07-01')
  const r = await page.request.patch(`/api/v1/learners/${who.code}`, { data: { residence_commune: old.code }, headers: { 'X-CSRF-Token': csrf, 'If-Match': `"${rec.version}"` } })
  t.is(r.status(), 200)
  await page.goto('/quan-tri/dia-danh')
  await page.getByRole('button', { name: 'Xem trước' }).click()
  await page.getByRole('button', { name: /^Đổi \d/ }).click()
  await page.locator('.bar-note.good', { hasText: 'Đã sửa' }).waitFor()
  t.ok((await ask(page, `/learners/${who.code}`)).residence_commune !== old.code, 'địa chỉ chưa đổi')
}

/* A commune that was split: one choice for all at the same old address, the other address of that commune on its own, and nothing is asked again. */
export async function a_split_commune_is_chosen_once_for_each_old_address(t) {
  const page = await t.as('clerk'), { csrf } = await ask(page, '/session'), { items } = await ask(page, '/learners?limit=20&year=2025&fields=full_name')
  const at = { 5: 'Tổ 1', 6: 'Tổ 1', 7: 'Tổ 2' }
  for (const [i, address] of Object.entries(at)) {
    const r = await page.request.patch(`/api/v1/learners/${items[i].code}`, {
      data: { residence_commune: '00175', residence_address: address }, headers: { 'X-CSRF-Token': csrf, 'If-Match': '*' } })
    t.is(r.status(), 200)
  }
  const lives = async i => (await ask(page, `/learners/${items[i].code}`)).residence_commune
  await page.goto('/quan-tri/dia-danh')
  await page.getByRole('button', { name: 'Xem trước' }).click()
  const line = text => page.locator('.by-place tr', { has: page.locator('th', { hasText: text }) })
  await line('Tổ 1').locator('td', { hasText: /^2$/ }).waitFor()
  await line('cả xã').locator('td', { hasText: /^3$/ }).waitFor()
  await line('cả xã').locator('select').selectOption({ index: 2 }) // sets both
  t.is(await line('Tổ 2').locator('select').inputValue(), '00367')
  await line('Tổ 2').locator('select').selectOption({ index: 0 })
  await t.none(page.getByRole('button', { name: /^Đổi \d/ })) // what was chosen is looked at first
  await page.getByRole('button', { name: 'Xem trước' }).click()
  await page.locator('dd', { hasText: 'bạn chọn 2' }).waitFor()
  t.is(await lives(5), '00175')
  t.is(await findings(page), [])
  await page.getByRole('button', { name: /^Đổi \d/ }).click()
  await page.locator('.bar-note.good', { hasText: 'Đã sửa' }).waitFor()
  t.is([await lives(5), await lives(6), await lives(7)], ['00367', '00367', '00175'])
  await page.goto('/quan-tri/dia-danh')
  await page.getByRole('button', { name: 'Xem trước' }).click()
  await line('Tổ 2').waitFor()
  await t.none(page.locator('.by-place tbody tr', { hasText: 'Tổ 1' }))
  await t.none(line('cả xã'))
}

export async function administration_is_refused_to_who_may_not(t) {
  const page = await t.as('clerk')
  t.is(await page.locator('#menu a[href^="/quan-tri"]').evaluateAll(all => all.map(a => a.getAttribute('href'))), ['/quan-tri/dia-danh', '/quan-tri/quy-che'])
  for (const screen of SCREENS.filter(x => x !== 'phien' && x !== 'don-vi')) {
    await page.goto('/quan-tri/' + screen)
    await page.locator('.state.noright').first().waitFor()
  }
  await page.goto('/quan-tri/phien')
  await page.locator('tbody tr', { hasText: 'phiên này' }).waitFor()
  await page.goto('/quan-tri/don-vi')
  await page.locator('.one-unit').waitFor()
  await t.none(page.locator('.one-unit .actions button'))
}

export async function administration_is_clean_for_axe(t) {
  for (const [role, screens] of [['unit_admin', ['tai-khoan', 'phien', 'phan-mem']], ['manager', ['don-vi']], ['head', ['nhat-ky']], ['clerk', ['dia-danh']]]) {
    const page = await t.as(role, '/')
    for (const screen of screens) {
      await page.goto('/quan-tri/' + screen)
      await page.quiet()
      await page.locator('main h1').waitFor()
      t.is(await findingsInBoth(page), [], `${role} ${screen}`)
      const { inner, whole } = await page.evaluate(() => ({ inner: innerWidth, whole: document.documentElement.scrollWidth }))
      t.ok(whole <= inner, `${screen}: rộng ${whole}, màn hình ${inner}`)
    }
  }
}

/* What is not given away stays the school's own part; whoever leads a class goes with it. */
export async function a_school_gives_a_class_to_another_and_keeps_the_rest(t) {
  const page = await t.as('manager'), own = (await ask(await t.as('clerk'), '/session')).unit.code
  const all = (await ask(page, '/units?within=19&kind=school&limit=50')).items.filter(u => u.status === '01' && u.code !== own)
  const from = all.find(u => all.some(v => v !== u && v.levels === u.levels)), to = all.find(v => v !== from && v.levels === from.levels)
  const classes = (await ask(page, `/classes?unit=${from.code}&year=2025&fields=title,homeroom_teacher&limit=50`)).items
  await page.goto(`/quan-tri/don-vi?xem=${from.code}&nam=2025`)
  await page.getByRole('button', { name: 'Chia tách' }).click()
  await Promise.all([page.waitForResponse(r => r.url().includes('/search')), page.fill('#uni-part', from.code)])
  await t.none(page.locator('[role=option]:visible', { hasText: from.code }))
  await page.fill('#uni-part', to.code.slice(0, -1))
  await page.locator('[role=option]:visible', { hasText: to.code }).first().click()
  await page.locator('dialog').getByLabel('Từ ngày').fill('31/05/2099')
  await page.locator('dialog .problem', { hasText: 'Ngày này chưa đến' }).waitFor()
  await page.locator('dialog').getByLabel('Từ ngày').fill('31/05/2026')
  await page.locator('dialog .give', { hasText: classes[0].title }).locator('select').selectOption({ label: to.name })
  await page.getByRole('button', { name: 'Xem trước' }).click()
  await page.locator('.touched dd').first().waitFor()
  t.is(await page.locator('dialog .problem').allTextContents(), [])
  t.is((await page.locator('.touched h3').allTextContents()), [`Sẽ sang ${to.name}`])
  t.is(await page.locator('.touched div', { hasText: /^Lớp/ }).locator('dd').first().textContent(), '1')
  await page.locator('dialog').getByLabel(new RegExp(`Gõ mã ${from.code}`)).fill(from.code)
  await page.locator('dialog footer button').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  const kept = (await ask(page, `/classes?unit=${from.code}&year=2025&fields=title&limit=50`)).items.map(c => c.title)
  t.is(kept.includes(classes[0].title), false)
  t.is(kept.length, classes.length - 1)
}

/* All classes of a grade at once, and each of them by itself after. */
export async function a_whole_grade_goes_to_another_school(t) {
  const page = await t.as('manager'), all = (await ask(page, '/units?within=19&kind=school&limit=50')).items.filter(u => u.status === '01')
  let from, classes, grade
  for (const u of all) {
    classes = (await ask(page, `/classes?unit=${u.code}&year=2025&fields=title,grade&limit=50`)).items
    grade = classes.map(c => c.grade).find((g, i, gs) => gs.indexOf(g) !== i)
    if (grade && new Set(classes.map(c => c.title)).size === classes.length) { from = u; break }
  }
  const to = all.find(v => v !== from), mine = classes.filter(c => c.grade === grade)
  await page.goto(`/quan-tri/don-vi?xem=${from.code}&nam=2025`)
  await page.getByRole('button', { name: 'Chia tách' }).click()
  const lacks = page.locator('dialog .lacks')
  await lacks.filter({ hasText: 'Ghi ngày có hiệu lực.' }).waitFor()
  await page.locator('dialog').getByLabel('Từ ngày').fill('31/05/2026')
  await lacks.filter({ hasText: 'Thêm trường nhận.' }).waitFor()
  await page.fill('#uni-part', to.code)
  await page.locator('[role=option]:visible', { hasText: to.name }).first().click()
  await lacks.filter({ hasText: 'Chọn lớp cho trường nhận.' }).waitFor()
  const of = title => page.locator('dialog .give:not(.every)', { has: page.locator('span', { hasText: new RegExp(`^${title}$`) }) }).locator('select')
  await page.locator('dialog .grade', { hasText: mine[0].title }).locator('.every select').selectOption({ label: to.name })
  for (const c of classes) t.is(await of(c.title).inputValue(), c.grade === grade ? to.code : from.code, c.title)
  await of(mine[0].title).selectOption(from.code)
  t.is(await page.locator('dialog .grade', { hasText: mine[0].title }).locator('.every select').inputValue(), '')
  t.is(await of(mine[1].title).inputValue(), to.code)
  t.is(await lacks.textContent(), '')
  t.ok(await page.getByRole('button', { name: 'Xem trước' }).isEnabled(), 'chưa xem trước được')
}

/* A class cannot go to a school that does not teach its level: told by the name that stands in the dialog. */
export async function a_split_that_cannot_be_says_why_by_name(t) {
  const page = await t.as('manager'), all = (await ask(page, '/units?within=19&kind=school&limit=50')).items.filter(u => u.status === '01')
  const from = all.find(u => u.levels === '01'), to = all.find(u => u.levels !== from.levels)
  const classes = (await ask(page, `/classes?unit=${from.code}&year=2025&fields=title&limit=50`)).items, [first] = classes
  await page.goto(`/quan-tri/don-vi?xem=${from.code}&nam=2025`)
  await page.getByRole('button', { name: 'Chia tách' }).click()
  await page.fill('#uni-part', to.code)
  await page.locator('[role=option]:visible', { hasText: to.name }).first().click()
  await page.locator('dialog').getByLabel('Từ ngày').fill('31/05/2026')
  await page.locator('dialog .give', { hasText: first.title }).first().locator('select').selectOption({ label: to.name })
  await page.getByRole('button', { name: 'Xem trước' }).click()
  const why = page.locator('dialog .problem', { hasText: `không dạy cấp học của lớp ${first.title}.` })
  await why.first().waitFor()
  const told = (await page.locator('dialog .problem').allTextContents()).join()
  t.ok(!classes.some(x => told.includes(x.code)), `còn mã lớp trong câu: ${told}`)
}

export async function administration_fits_a_phone(t) {
  for (const [role, screens] of [['unit_admin', ['tai-khoan', 'phien', 'phan-mem']], ['manager', ['don-vi']], ['head', ['nhat-ky']], ['clerk', ['dia-danh']]]) {
    const page = await t.as(role, '/', { viewport: { width: 390, height: 844 } })
    for (const screen of screens) {
      await page.goto('/quan-tri/' + screen)
      await page.quiet()
      await page.locator('main h1').waitFor()
      const wide = await page.evaluate(() => [...document.querySelectorAll('main, main section > *, .two-panes > *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.className || e.tagName))
      t.is(wide, [], screen)
    }
  }
}

export async function rules_of_use_are_published_acknowledged_and_asked_for_anew(t) {
  const head = await t.as('head'), clerk = await t.as('clerk'), title = `Quy chế ${Date.now() % 1e6}`
  const publish = async (button, text) => {
    await head.getByRole('button', { name: button }).click()
    if (button === 'Ban hành quy chế') await head.getByLabel('Tên quy chế').fill(title)
    await head.getByLabel('Nội dung').fill(text)
    await head.keyboard.press('Escape')
    await head.getByRole('button', { name: button }).click()
    t.is(await head.getByLabel('Nội dung').inputValue(), text, 'mất nội dung khi đóng bằng Esc')
    await head.locator('dialog footer button').click()
    await head.locator('.card.text', { hasText: text.split('\n')[0] }).waitFor()
  }
  await head.goto('/quan-tri/quy-che')
  await publish('Ban hành quy chế', 'Điều 1. Giữ mật khẩu.\nĐiều 2. Không chép danh sách.')
  t.ok(await head.locator('.card.text p').count() === 2, 'mỗi đoạn một dòng')
  await head.locator('tbody tr', { hasText: t.people.clerk.name }).waitFor()
  for (const [text, waiting] of [['Điều 2.', 1], ['Điều 3.', 1]]) {
    await clerk.goto('/')
    await clerk.locator('a', { hasText: `${waiting} quy chế chưa xác nhận` }).first().click()
    await clerk.locator('tbody tr', { hasText: 'Chưa xác nhận' }).locator('a', { hasText: title }).click()
    await clerk.locator('.card.text', { hasText: text }).waitFor()
    t.is(await findingsInBoth(clerk), [])
    await clerk.getByRole('button', { name: 'Tôi đã đọc' }).click()
    await clerk.locator('text=Đã xác nhận').waitFor()
    await t.none(clerk.getByRole('button', { name: 'Ra bản mới' }), 'văn thư không ban hành')
    await head.reload()
    await head.locator('h2', { hasText: 'Ai chưa xác nhận' }).waitFor()
    await head.locator('.empty, tbody tr').first().waitFor()
    await t.none(head.locator('tbody tr', { hasText: t.people.clerk.name }), 'văn thư đã xác nhận')
    if (text === 'Điều 2.') await publish('Ra bản mới', 'Điều 3. Đổi mật khẩu mỗi năm.')
  }
}

/* A word that never ends, or a web address, stays within its card. */
export async function free_text_without_a_blank_stays_within_its_card(t) {
  const [unit] = await schoolsThatSent(t, ['Trường Thử Chữ Dài']), office = await newcomer(t, 'quyche.dai', 'manager', COMMUNE)
  const long = 'https://vi-du.example/' + 'quy-che-su-dung'.repeat(8).replaceAll('-', ''), head = await newcomer(t, `dai.${unit}`, 'head', unit, COMMUNE)
  const { id } = await send(head, '/regulations', { title: 'Quychế' + 'sửdụng'.repeat(25), text: `Xem ở ${long}${long}\nRồi ký.` })
  await send(office, `/reports/${(await reportOf(office, unit)).id}/return`, { note: `Xem ${long}` })
  for (const width of [1366, 390]) for (const [at, shown] of [[`/quan-tri/quy-che/${id}`, '.card.text'], ['/quan-tri/quy-che', '.main-table'], [addressOf(unit), '.came-back']]) {
    await head.setViewportSize({ width, height: 844 })
    await head.goto(at)
    const box = head.locator(shown).first()
    await box.waitFor()
    t.ok(await box.evaluate(e => e.scrollWidth <= e.clientWidth + 1), `${at} ở ${width}: tràn khỏi khung`)
    t.ok(await head.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${at} ở ${width}: trang rộng hơn màn hình`)
  }
}

/* Nothing is marked before it is said how many. */
export async function accounts_due_for_review_are_told_and_counted_before_they_are_marked(t) {
  const admin = await t.as('unit_admin')
  let marked = 0
  await admin.route(/\/accounts(\?|\/review)/, async r => {
    if (r.request().method() !== 'GET') return marked++, r.fulfill({ status: 204 })
    const a = await r.fetch(), all = await a.json()
    all.items.forEach((x, i) => { x.review_due = i === 0 })
    return r.fulfill({ response: a, json: all })
  })
  await admin.goto('/quan-tri/tai-khoan')
  await admin.locator('tbody tr', { hasText: 'cần rà soát' }).waitFor()
  t.is(await admin.locator('tbody tr', { hasText: 'cần rà soát' }).count(), 1)
  const open = await admin.locator('tbody tr').count() - await admin.locator('tbody tr', { hasText: 'Đã khoá' }).count()
  await admin.getByRole('button', { name: 'Đã rà soát' }).click()
  await admin.locator('dialog', { hasText: `${open} tài khoản đang mở` }).waitFor()
  t.is(marked, 0)
  await admin.locator('dialog').getByRole('button', { name: 'Đã rà soát' }).click()
  await admin.locator('dialog').waitFor({ state: 'detached' })
  t.is(marked, 1)
}
