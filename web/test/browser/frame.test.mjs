/* frame.test.mjs - what stands around every screen: unit and year, search, help, language, the line, the session; and home. */
import { findings } from './axe.mjs'

const urlOf = page => new URL(page.url())

/* The first year that the chosen unit has, so that there is something to see whatever day it is. */
const home = async (t, role, options) => {
  const page = await t.as(role, '/', options)
  await page.locator('.cards > .card').first().waitFor()
  return page
}

export async function frame_is_clean_for_axe_whatever_is_open(t) {
  for (const [role, viewport, colorScheme] of [['clerk', { width: 1366, height: 768 }, 'dark'], ['manager', { width: 390, height: 844 }, 'light']]) {
    const page = await home(t, role, { viewport, colorScheme })
    for (const open of [() => page.keyboard.press('?'), () => page.click('.account > button'), () => page.click('.notices > button'),
      async () => { await page.click('#find'); await page.keyboard.type('ng'); await page.locator('.found [role=status]').waitFor() },
      ...(role === 'manager' ? [async () => { await page.click('.unit-button'); await page.locator('.tree').waitFor() }] : [])]) {
      await open()
      t.is(await findings(page), [], `${role} ${colorScheme}`)
      await page.keyboard.press('Escape')
    }
  }
}

export async function frame_finds_a_screen_and_opens_it_in_a_tab(t) {
  const page = await home(t, 'clerk')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('danh sach lop')
  await page.locator('.found [role=option]', { hasText: 'Danh sách lớp' }).waitFor()
  const [fresh] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Control+Enter')])
  await fresh.waitForURL(u => u.pathname === '/ho-so/classes')
}

export async function frame_speaks_english_in_the_dark_and_remembers(t) {
  const page = await home(t, 'clerk')
  await page.click('.account > button')
  await page.click('.choice >> text=English')
  await page.locator('h1', { hasText: 'Left to do' }).waitFor()
  await page.locator('.top .unit', { hasText: 'School clerk · ' }).waitFor()
  await page.locator('.account .who', { hasText: 'School clerk · ' }).waitFor()
  await page.click('.choice >> text=Dark')
  await page.reload()
  await page.locator('h1', { hasText: 'Left to do' }).waitFor()
  t.is(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
  t.is(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0])
}

/* Wherever one is, the menu marks it and shows the mark; the page itself stays where it was. */
export async function menu_marks_where_one_is_and_shows_it(t) {
  const page = await t.as('clerk', '/', { viewport: { width: 1366, height: 500 } }), here = page.locator('#menu [aria-current=page]')
  for (const [at, number] of [['/nhap/learners', '4.1.1'], ['/nhap/rooms', '5.1'], ['/dinh-danh', '4.1.6'], ['/ho-so/finance_lines', ''], ['/quan-tri/dia-danh', '9.6'], ['/', '']]) {
    await page.goto(at)
    await here.waitFor({ state: 'attached' })
    t.is(await here.count(), 1, at)
    if (number) t.is(await here.locator('.no').textContent(), number, at)
    else t.ok((await here.getAttribute('href')).startsWith(at), at)
    const seen = () => here.evaluate(e => { const a = e.getBoundingClientRect(), b = e.closest('nav').getBoundingClientRect(); return a.top >= b.top && a.bottom <= b.bottom && a.bottom <= innerHeight })
    for (let i = 0; i < 20 && !await seen(); i++) await page.waitForTimeout(50)
    t.ok(await seen(), `${at}: mục được đánh dấu nằm ngoài tầm mắt`)
    if (!at.startsWith('/nhap')) t.is(await page.evaluate(() => scrollY), 0, at) // a table goes to its first cell
  }
}

export async function office_goes_to_a_unit_and_every_link_keeps_it(t) {
  const page = await home(t, 'manager')
  await page.click('.unit-button')
  await page.fill('#unit-find', 'tieu hoc')
  await page.locator('.units .plainlist .unit-choice').first().click()
  await page.waitForURL(u => u.searchParams.has('don-vi'))
  const unit = urlOf(page).searchParams.get('don-vi'), link = page.locator('#menu a[href^="/ho-so/"]').first()
  await link.hover()
  t.ok((await link.getAttribute('href')).includes('don-vi=' + unit), 'liên kết không mang theo đơn vị')
  await link.click()
  await page.waitForURL(u => u.pathname.startsWith('/ho-so/'))
  t.is(urlOf(page).searchParams.get('don-vi'), unit)
  for (const to of ['/quan-tri/nhat-ky?loai=learner', '/nhap/rooms']) {   // the same page, of the other unit
    await page.goto(to)
    await page.click('.unit-button')
    await page.fill('#unit-find', 'tieu hoc')
    await page.locator('.units .plainlist .unit-choice').first().click()
    await page.waitForURL(u => u.searchParams.get('don-vi') === unit)
    t.is(urlOf(page).pathname, to.split('?')[0])
  }
  await page.goto('/?don-vi=00000000')
  await page.locator('h1', { hasText: 'Không xem được đơn vị này' }).waitFor()
  await page.locator('main a', { hasText: 'Về đơn vị của tôi' }).click()
  await page.waitForURL(u => !u.searchParams.has('don-vi'))
}

export async function office_reminds_a_school_which_sees_it(t) {
  const page = await home(t, 'manager'), school = await (await home(t, 'clerk')).locator('.unit strong').innerText()
  await page.selectOption('.year select', { index: 1 })
  const line = page.locator('.late li', { hasText: school })
  await line.getByRole('button').click()
  await line.locator('[role=status]', { hasText: 'Đã nhắc' }).waitFor()
  const clerk = await home(t, 'clerk')
  await clerk.locator('.card', { hasText: 'Đang chờ tôi' }).locator('li', { hasText: 'Cấp trên nhắc gửi' }).waitFor()
  t.is(await clerk.locator('.badge').innerText(), '1')
}

export async function fault_leads_to_its_field_and_the_way_back_is_home(t) {
  const page = await home(t, 'clerk'), fault = page.locator('a.name[href*="?o="]').first()
  const to = new URL(await fault.getAttribute('href'), t.origin)
  await fault.click()
  await page.waitForURL(u => u.pathname === to.pathname)
  t.is(urlOf(page).searchParams.get('o'), to.searchParams.get('o'))
  await page.goBack()
  await page.locator('.cards > .card').first().waitFor()
  t.is(urlOf(page).pathname, '/')
}

export async function home_takes_no_answer_over_20_kb(t) {
  for (const role of ['clerk', 'head', 'manager', 'unit_admin', 'viewer']) {
    const page = await t.as(role, '/khong-co'), heavy = []
    page.on('requestfinished', async r => { const s = await r.sizes(); if (r.url().includes('/api/') && s.responseBodySize > 20 * 1024) heavy.push(r.url()) })
    await page.goto('/')
    await page.quiet()
    t.is(heavy, [], role)
    t.ok(await page.locator('.cards > .card, .alldone').first().isVisible(), role + ': trang đầu trống')
  }
}

export async function line_lost_is_told_and_what_was_asked_comes_by_itself(t) {
  const page = await home(t, 'clerk')
  await page.context().setOffline(true)
  await page.click('#menu a[href^="/ho-so/learners"]')
  await page.locator('.bar-note', { hasText: 'Mất kết nối' }).waitFor()
  await page.context().setOffline(false)
  await page.locator('.table tbody tr').first().waitFor()
  await page.locator('.bar-note', { hasText: 'Đã nối lại' }).waitFor()
}

export async function session_is_told_before_it_ends_and_stays(t) {
  const page = await t.as('clerk', '/khong-co')
  const soon = () => new Date(Date.now() + 200_000).toISOString()
  let near = true // until it is prolonged, which every answer says
  await page.route('**/api/v1/**', async r => {
    if (r.request().url().endsWith('/session')) near = false
    const a = await r.fetch()
    await r.fulfill({ response: a, headers: near ? { ...a.headers(), 'khue-session-ends': soon() } : a.headers() })
  })
  await page.goto('/')
  const bar = page.locator('.bar-note', { hasText: 'sắp hết' })
  await bar.getByRole('button', { name: 'Ở lại' }).click()
  await bar.waitFor({ state: 'detached' })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

/* In one browser, in another tab: nothing of the first person is seen or sent under the second's name. */
export async function another_person_in_another_tab_begins_a_new_page(t) {
  const page = await t.visitor()
  await t.enter(page, 'head', '/')
  await page.locator('.cards').first().waitFor()
  const csrf = await page.evaluate(() => JSON.parse(document.getElementById('session').textContent).session.csrf)
  t.ok(csrf.length > 10, 'không có mã')
  await page.request.post('/api/v1/session', { data: { username: t.people.manager.name, password: t.people.manager.password } })
  await page.click('#find')
  await page.keyboard.type('nguyen')
  await page.locator('.unit-button').waitFor()
}

export async function fault_of_ours_is_a_card_and_the_rest_stays(t) {
  const page = await t.as('clerk', '/khong-co')
  await page.route('**/api/v1/quality/problems*', r => r.fulfill({ json: { total: 3, items: null } }))
  await page.goto('/')
  await page.locator('.state.refused', { hasText: 'Trang gặp lỗi bất ngờ' }).waitFor()
  t.ok((await page.locator('.cards > .card').count()) > 0, 'lỗi của một ô làm mất cả trang')
  t.complaints.length = 0 // the fault was meant
}

/* Whatever is printed of a dark screen is dark on white. */
export async function paper_is_light(t) {
  const page = await t.as('clerk', '/', { colorScheme: 'dark' }), paint = () => page.evaluate(() => getComputedStyle(document.body).color)
  const dark = await paint()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  t.ok(Number((await paint()).match(/\d+/)[0]) < 80, 'chữ nhạt trên giấy')
  t.ok(Number(dark.match(/\d+/)[0]) > 200, 'nền tối mà chữ đậm')
}

/* The arrow of a select stands clear of its words and of the edge, whatever the select wears: chosen, refused, disabled, in a filter, at the top. */
export async function selects_keep_their_arrow_clear_of_the_words(t) {
  const page = await t.as('clerk', '/', { viewport: { width: 390, height: 844 } }), seen = new Set()
  for (const to of ['/ho-so/learners', '/bao-cao', '/xuat', '/nap', '/ho-so/learners/new']) {
    await page.goto(to)
    await page.locator('main select').first().waitFor({ state: 'attached' })
    await page.quiet() // what is drawn anew meanwhile wears nothing
    const all = await page.locator('select').evaluateAll(all => all.map(s => {
      s.closest('.field')?.classList.add('bad')
      const { appearance, paddingRight, backgroundImage, backgroundPositionX, textOverflow } = getComputedStyle(s)
      return [appearance, parseFloat(paddingRight) >= 26, backgroundImage.split('gradient').length, backgroundPositionX, textOverflow].join()
    }))
    all.forEach(x => seen.add(x))
    t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), to)
  }
  t.is([...seen], ['none,true,3,calc(100% - 14px), calc(100% - 9px),ellipsis'])
}
