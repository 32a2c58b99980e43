/* two.test.mjs - two people at one record, a line that is lost, a session that ends: nothing typed is lost. */
import { findingsInBoth } from './axe.mjs'
import { ask, fillRequired, isSaved, make, pupil } from './at.mjs'
import { aSchool, newcomer } from './reports.mjs'

async function both(t, at) {
  const a = await t.as('clerk'), b = await t.as('head'), who = await pupil(a, at)
  for (const page of [a, b]) await page.goto(`/ho-so/learners/${who.code}`)
  for (const page of [a, b]) await page.locator('#f-phone').waitFor()
  return { a, b, who }
}

export async function two_people_change_different_fields(t) {
  const { a, b, who } = await both(t, 8)
  await a.fill('#f-phone', '0911111111')
  await b.fill('#f-email', 'hai.nguoi@truong.example')
  await a.keyboard.press('Control+s')
  await isSaved(a)
  await b.keyboard.press('Control+s')
  await isSaved(b)
  const now = await ask(a, `/learners/${who.code}`)
  t.is([now.phone, now.email], ['0911111111', 'hai.nguoi@truong.example'])
}

export async function two_people_change_the_same_field(t) {
  for (const theirs of [false, true]) {
    const { a, b, who } = await both(t, 9)
    await a.fill('#f-phone', theirs ? '0911111113' : '0911111111')
    await b.fill('#f-phone', theirs ? '0922222224' : '0922222222')
    await a.keyboard.press('Control+s')
    await isSaved(a)
    await b.keyboard.press('Control+s')
    await b.locator('dialog', { hasText: 'Người khác vừa sửa cùng mục' }).waitFor()
    if (theirs) await b.locator('dialog label', { hasText: 'web.clerk' }).click()
    await b.locator('dialog button[type=submit]').click()
    await b.locator('dialog').waitFor({ state: 'detached' })
    const wanted = theirs ? '0911111113' : '0922222222'
    for (let i = 0; i < 50 && (await ask(a, `/learners/${who.code}`)).phone !== wanted; i++) await b.waitForTimeout(100)
    t.is((await ask(a, `/learners/${who.code}`)).phone, wanted)
    t.is(await b.inputValue('#f-phone'), wanted)
  }
}

/* What is copied of a mother goes with her name: either she is written, whole, or the one whom somebody else has written meanwhile. */
export async function what_is_copied_of_one_parent_is_never_mixed_with_another(t) {
  for (const named of [false, true]) for (const theirs of [false, true]) {
    const a = await t.as('clerk'), b = await t.as('head'), first = { mother_name: named ? 'Vàng Thị Mỷ' : null }
    const { code } = await make(a, 'learners', { full_name: `Sùng A Hai Người ${named ? 'Có' : 'Chưa'} ${theirs ? 'Nhường' : 'Giữ'}`, birth_date: '2016-02-05', sex: '01', ethnic_group: '01', ...first })
    await make(a, 'guardians', { learner: code, relation: '02', full_name: 'Vàng Thị Mỷ', birth_date: '1988', phone: '0388123456' })
    for (const page of [a, b]) { await page.goto(`/ho-so/learners/${code}`); await page.locator('#f-mother_name').waitFor() }
    await b.locator('.named li', { hasText: 'Vàng Thị Mỷ' }).getByRole('button', { name: 'Chép vào phiếu' }).click()
    await a.fill('#f-mother_name', 'Giàng Thị Dở')
    await a.fill('#f-mother_job', 'Thợ may')
    await a.keyboard.press('Control+s')
    await isSaved(a)
    await b.keyboard.press('Control+s')
    const dialog = b.locator('dialog', { hasText: 'Người khác vừa sửa cùng mục' })
    await dialog.waitFor()
    t.is(await dialog.locator('fieldset.clash').count(), 4) // name, year, job and telephone
    if (theirs) await dialog.locator('fieldset', { hasText: 'Giàng Thị Dở' }).locator('label', { hasText: 'web.clerk' }).click()
    t.is(await dialog.locator('label:nth-of-type(2) input:checked').count(), theirs ? 4 : 0)
    await dialog.locator('button[type=submit]').click()
    await dialog.waitFor({ state: 'detached' })
    if (!theirs) await isSaved(b)
    const now = await ask(b, `/learners/${code}`), of = ['mother_name', 'mother_birth_year', 'mother_job', 'mother_phone'].map(n => now[n] ?? null)
    t.is(of, theirs ? ['Giàng Thị Dở', null, 'Thợ may', null] : ['Vàng Thị Mỷ', 1988, null, '0388123456'])
  }
}

/* Another writes the same mother's job meanwhile: nobody is asked. */
export async function what_is_copied_and_what_another_adds_of_her_are_both_kept(t) {
  const a = await t.as('clerk'), b = await t.as('head'), mother = { mother_name: 'Vàng Thị Mỷ' }
  const { code } = await make(a, 'learners', { full_name: 'Sùng A Cùng Mẹ', birth_date: '2016-02-06', sex: '01', ethnic_group: '01', ...mother })
  await make(a, 'guardians', { learner: code, relation: '02', full_name: 'Vàng Thị Mỷ', phone: '0388123456' })
  for (const page of [a, b]) { await page.goto(`/ho-so/learners/${code}`); await page.locator('#f-mother_name').waitFor() }
  await b.locator('.named li', { hasText: 'Vàng Thị Mỷ' }).getByRole('button', { name: 'Chép vào phiếu' }).click()
  await a.fill('#f-mother_job', 'Thợ may')
  await a.keyboard.press('Control+s')
  await isSaved(a)
  await b.keyboard.press('Control+s')
  await isSaved(b)
  const now = await ask(b, `/learners/${code}`)
  t.is([now.mother_name, now.mother_job, now.mother_phone], ['Vàng Thị Mỷ', 'Thợ may', '0388123456'])
}

/* A complaint is about the value it was made of, and each cell is counted once. */
export async function what_is_wrong_in_a_cell_goes_with_its_value(t) {
  const page = await t.as('head'), bad = page.locator('#f-amount-bad'), told = page.locator('.savebar [role=status]')
  await page.goto('/ho-so/finance_lines/new')
  await page.fill('#f-fiscal_year', '1990')
  await page.fill('#f-amount', '-5')
  await page.keyboard.press('Control+s')
  await bad.filter({ hasText: 'phải từ 0 đến 1.000.000.000.000.000.' }).waitFor()
  t.is(await bad.evaluate(p => getComputedStyle(p).textAlign), 'left')
  const cells = await page.locator('.field.bad').count()
  await told.filter({ hasText: `Chưa lưu: ${cells} ô cần xem lại` }).waitFor()
  await page.fill('#f-amount', 'năm')
  await t.none(bad)
  await told.filter({ hasText: `Chưa lưu: ${cells - 1} ô cần xem lại` }).waitFor()
  await page.locator('#f-note').focus()
  await bad.waitFor()
  t.ok(!(await bad.innerText()).includes('phải từ'), await bad.innerText())
  await told.filter({ hasText: `Chưa lưu: ${cells} ô cần xem lại` }).waitFor()
}

export async function a_line_lost_while_saving_loses_nothing(t) {
  const page = await t.as('clerk'), who = await pupil(page, 10)
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.fill('#f-phone', '0933333333')
  await page.context().setOffline(true)
  await page.keyboard.press('Control+s')
  await page.locator('.savebar [role=status].problem').waitFor()
  t.is(await page.inputValue('#f-phone'), '0933333333')
  await page.context().setOffline(false)
  await page.click('.savebar button[type=submit]')
  await isSaved(page)
  t.is((await ask(page, `/learners/${who.code}`)).phone, '0933333333')
}

/* The answer is lost, not the request: sent again it is the same act. */
/* What I typed after an answer was lost is mine against what I sent before: nobody is asked. */
export async function what_is_typed_after_a_lost_change_is_not_anothers(t) {
  const page = await t.as('clerk'), who = await pupil(page, 18)
  await page.goto(`/ho-so/learners/${who.code}`)
  let lost = 0
  await page.route('**/api/v1/learners/*', async route => {
    if (route.request().method() !== 'PATCH' || lost++) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.fill('#f-home_town', 'Thái')
  await page.keyboard.press('Control+s')
  await page.locator('.savebar [role=status].problem').waitFor()
  await page.fill('#f-home_town', 'Thái Nguyên')
  await page.locator('.savebar button[type=submit]').click()
  await isSaved(page)
  await t.none(page.locator('dialog'))
  t.is((await ask(page, `/learners/${who.code}`)).home_town, 'Thái Nguyên')
}

/* Not the page of the browser: here, and still signed in. */
export async function signing_out_without_a_line_is_told(t) {
  const page = await t.as('clerk', '/ho-so/learners')
  await page.locator('a.open').first().waitFor()
  await page.context().setOffline(true)
  await page.click('.account button')
  await page.locator('form[action="/dang-xuat"] button').click()
  await page.locator('form[action="/dang-xuat"] .problem').waitFor()
  await page.context().setOffline(false)
  t.ok((await ask(page, '/session')).csrf, '')
}

export async function an_answer_lost_makes_no_second_record(t) {
  const page = await t.as('clerk', '/ho-so/rooms/new'), name = `Phòng mất dây ${Date.now() % 100000}`
  await page.locator('#f-name').waitFor()
  await fillRequired(page, 'form.sections', { name })
  let lost = 0
  await page.route('**/api/v1/rooms*', async route => {
    if (route.request().method() !== 'POST' || lost++) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  for (let i = 0; i < 40 && page.url().endsWith('/new'); i++) { // pressed again and again, also while it is being sent
    await page.click('.savebar button[type=submit]', { timeout: 500 }).catch(() => undefined)
    await page.waitForTimeout(500)
  }
  await page.waitForURL(u => !u.pathname.endsWith('/new'))
  t.is((await ask(page, `/rooms?q=${encodeURIComponent(name)}`)).items.length, 1)
}

export async function a_session_that_ends_asks_over_the_screen(t) {
  const page = await t.visitor()
  await t.enter(page, 'head', '/')
  const who = await pupil(page, 11)
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.fill('#f-phone', '0944444444')
  const { csrf } = await ask(page, '/session')
  await page.request.delete('/api/v1/session', { headers: { 'X-CSRF-Token': csrf } })
  await page.keyboard.press('Control+s')
  await page.locator('dialog input[type=password]').waitFor()
  await page.fill('dialog input[type=password]', t.people.head.password)
  await page.locator('dialog button[type=submit]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  t.is(await page.inputValue('#f-phone'), '0944444444')
  await isSaved(page) // the same request goes on by itself
  t.is((await ask(page, `/learners/${who.code}`)).phone, '0944444444')
}

/* Reset while they type: one of their own is asked for where they are, and nothing typed is lost. */
export async function a_password_that_was_reset_is_set_anew_over_the_screen(t) {
  const office = await t.as('manager'), unit = await aSchool(office, 'Trường Thử Đặt Lại'), name = `datlai.${unit}`, page = await newcomer(t, name, 'head', unit)
  await page.goto('/ho-so/finance_lines/new')
  await page.fill('#f-note', 'Chữ chưa lưu')
  const admin = t.issuers['19'], { csrf } = await ask(admin, '/session'), dialog = page.locator('dialog.again')
  const { one_time_password } = await (await admin.request.post(`/api/v1/accounts/${name}/reset`, { headers: { 'X-CSRF-Token': csrf } })).json()
  await page.fill('#f-fiscal_year', '2025')
  await page.fill('#f-amount', '5')
  await page.keyboard.press('Control+s')
  const answer = async (label, words) => { await dialog.getByLabel(label, { exact: true }).fill(words); await dialog.locator('button[type=submit]').click() }
  await answer('Mật khẩu', one_time_password)
  await dialog.getByText('Mật khẩu vừa gõ chỉ dùng một lần').waitFor()
  t.is([await dialog.locator('h2').innerText(), await dialog.getByText('gõ lại mật khẩu').count()], ['Mật khẩu mới', 0])
  t.is(await findingsInBoth(page), [])
  await answer('Mật khẩu mới', 'ngan')
  await dialog.locator('.problem', { hasText: 'ký tự' }).waitFor()
  await answer('Mật khẩu mới', 'bay con trau qua song 47')
  await dialog.waitFor({ state: 'detached' })
  t.is([new URL(page.url()).pathname, await page.inputValue('#f-note')], ['/ho-so/finance_lines/new', 'Chữ chưa lưu'])
  t.is((await ask(page, '/session')).must_change_password, false)
}

export async function what_was_left_behind_is_not_sent_later(t) {
  const page = await t.as('clerk'), who = await pupil(page, 14), before = who.phone
  page.on('dialog', d => void d.accept())
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.fill('#f-phone', '0966666666')
  await page.context().setOffline(true)
  await page.keyboard.press('Control+s')
  await page.locator('.savebar [role=status].problem').waitFor()
  await page.click('#menu >> text=Danh sách lớp')
  await page.waitForURL(u => u.pathname === '/ho-so/classes')
  await page.context().setOffline(false)
  await page.waitForTimeout(7000)
  t.is((await ask(page, `/learners/${who.code}`)).phone, before)
}

/* A hotspot that wants a password, a proxy: who answers in the server's place. */
export async function a_page_instead_of_an_answer_is_a_lost_line(t) {
  const page = await t.as('clerk'), who = await pupil(page, 15)
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.fill('#f-phone', '0977777777')
  await page.route('**/api/v1/learners/*', r => r.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Wi-Fi</h1>' }))
  await page.keyboard.press('Control+s')
  await page.locator('.savebar [role=status].problem').waitFor()
  t.is(await page.inputValue('#f-phone'), '0977777777')
  await page.unroute('**/api/v1/learners/*')
  await page.click('.savebar button[type=submit]')
  await isSaved(page)
  t.is((await ask(page, `/learners/${who.code}`)).phone, '0977777777')
}

/* The answer to a new record is lost, and something is typed before it is sent again: one record, with both. */
export async function what_is_typed_after_a_lost_answer_makes_no_second_record(t) {
  const page = await t.as('clerk', '/ho-so/rooms/new'), name = `Phòng hai lần ${Date.now() % 100000}`
  await page.locator('#f-name').waitFor()
  await fillRequired(page, 'form.sections', { name })
  let lost = 0
  await page.route('**/api/v1/rooms', async route => {
    if (route.request().method() !== 'POST' || lost++) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.click('.savebar button[type=submit]')
  await page.locator('.savebar [role=status].problem').waitFor()
  await page.fill('#f-seats', '32')
  await page.locator('.savebar button[type=submit]').click()
  await page.waitForURL(u => !u.pathname.endsWith('/new'))
  await page.waitForTimeout(500)
  const rooms = (await ask(page, `/rooms?q=${encodeURIComponent(name)}&fields=seats`)).items
  t.is(rooms.map(r => r.seats), [32])
}

/* What is typed waits under a cover for the one who typed it; until then nothing is sent under the other's name. */
export async function another_person_in_another_tab_waits_for_what_is_not_saved(t) {
  const page = await t.visitor()
  await t.enter(page, 'head', '/')
  const who = await pupil(page, 16)
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.fill('#f-phone', '0988888888')
  const other = await page.context().newPage(), { name: username, password } = t.people.clerk
  await page.request.post('/api/v1/session', { data: { username, password } })
  await other.goto('/ho-so/rooms')
  const cover = page.locator('dialog.ended', { hasText: 'Người khác vừa đăng nhập' })
  await cover.waitFor()
  await cover.locator('input[type=password]').fill(t.people.head.password)
  await cover.locator('button[type=submit]').click()
  await cover.waitFor({ state: 'detached' })
  await page.click('.savebar button[type=submit]')
  await isSaved(page)
  const { items } = await ask(page, `/learners/${who.code}/history`)
  t.is([items.at(-1).account, items.at(-1).after.phone], [t.people.head.name, '0988888888'])
  await other.waitForURL(u => u.pathname === '/') // nothing unsaved there: the page is the other's
}

export async function signing_out_covers_every_tab(t) {
  const page = await t.visitor()
  await t.enter(page, 'unit_admin', '/')
  await page.waitForSelector('#main')
  const other = await page.context().newPage()
  await other.goto('/ho-so/schools')
  await other.waitForSelector('#main')
  await page.click('.account button')
  await page.locator('form[action="/dang-xuat"] button').click()
  await page.waitForURL('**/dang-nhap')
  await other.locator('dialog input[type=password]').waitFor()
}
