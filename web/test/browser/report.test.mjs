/* report.test.mjs - a form is computed, looked behind, sent, returned with what is wrong in which cell, corrected, accepted, added up; walked by keys; printed. */
import { findingsInBoth, outline } from './axe.mjs'
import { ask } from './at.mjs'
import { addressOf, aSchool, cell, COMMUNE, compute, figuresOf, focused, newcomer, reportOf, schoolsThatSent, step } from './reports.mjs'
import { aClass, send } from './sheet.mjs'

const part = (page, name) => page.locator('.report-page .tabs a', { hasText: `Phần ${name}` }).click()
const said = (page, text) => page.locator('.said', { hasText: text }).waitFor()
const press = (page, name) => page.locator('.report-actions').getByRole('button', { name }).click()

async function headOf(t, name, pupils, more) {
  const office = await t.as('manager'), unit = await aSchool(office, name, more), page = await newcomer(t, `truong.${unit}`, 'head', unit)
  return { unit, page, klass: await aClass(page, pupils) }
}

async function computes(page, unit) {
  await page.goto('/bao-cao')
  await page.locator('tbody tr', { hasText: 'Chưa tính' }).waitFor()
  await page.getByRole('button', { name: 'Tính một biểu' }).click()
  await page.locator('dialog footer button').click()
  await page.waitForURL(u => u.pathname === addressOf(unit))
}

/* Each warning is asked about before it goes. */
async function sends(t, page, name, warnings) {
  await press(page, name)
  for (let i = 1; i <= warnings; i++) {
    await page.locator('dialog h2', { hasText: `Cảnh báo ${i} trên ${warnings}` }).waitFor()
    await page.locator('dialog').getByRole('button', { name: 'Đúng như vậy' }).click()
  }
  await page.locator('dialog').getByRole('button', { name: 'Gửi', exact: true }).click()
  await said(page, 'Đã gửi lên cấp trên')
}

export async function report_goes_up_comes_back_and_is_accepted(t) {
  const { unit, page, klass } = await headOf(t, 'Trường Thử Gửi Đi Gửi Lại', 3, { region: null }), office = await t.as('manager')
  await computes(page, unit)
  await part(page, 'III')
  t.is([await cell(page, '40E').innerText(), await page.locator('.bar-note').count()], ['3', 0])
  await cell(page, '40E').locator('button').click()
  const counted = page.locator('.panel .counted li'), names = (await ask(page, '/learners?year=2025&fields=full_name,enrolment.class.title'))
    .items.map(r => `${r.full_name}${r['enrolment.class.title']}`)
  await counted.nth(2).locator('.beside').waitFor()
  t.is((await counted.allInnerTexts()).map(x => x.replace(/\n/g, '')).sort(), names.sort())
  /* To one of them and back: the panel is there, and its cell. */
  await counted.first().locator('a').click()
  await page.waitForURL(u => u.pathname.startsWith('/ho-so/'))
  await page.goBack()
  await counted.first().waitFor()
  await page.locator('.panel :focus').waitFor()
  for (let i = 0; i < 20 && await page.locator('.panel').count(); i++, await page.waitForTimeout(50)) await page.keyboard.press('Escape') // one may come while the list is drawn
  t.is([await page.locator('.panel').count(), await focused(page)], [0, '40E'], 'Esc về ô cũ')
  await sends(t, page, 'Gửi lên cấp trên', 2)
  /* The office says what is wrong, and where. */
  await office.goto(addressOf(unit) + '?phan=III')
  await press(office, 'Trả lại')
  await cell(office, '40E').locator('button').click()
  await office.locator('.panel input:focus').waitFor()
  await office.keyboard.type('Lớp 1 thiếu một em')
  t.ok(await office.locator('.panel').getByRole('button', { name: 'Trả lại' }).isDisabled(), 'chưa ghi lý do')
  await office.getByLabel('Lý do trả lại').fill('Thiếu học sinh so với sổ')
  /* A page that goes away takes nothing of it along. */
  await office.waitForTimeout(300)
  await office.reload()
  await press(office, 'Trả lại')
  await office.waitForFunction(() => [...document.querySelectorAll('.panel input, .panel textarea')].some(x => x.value === 'Thiếu học sinh so với sổ'))
  await office.locator('.panel').getByRole('button', { name: 'Trả lại' }).click()
  await said(office, 'Đã trả lại')
  /* The head sees it at home, goes to the cell, corrects the records, computes and sends again. */
  await page.goto('/')
  await page.locator('.card a', { hasText: '1 báo cáo bị trả lại' }).waitFor()
  await page.locator('.card a.line', { hasText: 'Thiếu học sinh so với sổ' }).click()
  await page.locator('.came-back', { hasText: 'Thiếu học sinh so với sổ' }).waitFor()
  await page.locator('.remarks button', { hasText: 'Lớp 1 thiếu một em' }).click()
  await page.waitForFunction(() => document.activeElement.closest('[data-at]')?.dataset.at === '40E')
  await page.locator('.form-told', { hasText: 'cấp trên ghi: Lớp 1 thiếu một em' }).waitFor()
  t.ok((await cell(page, '40E').getAttribute('data-mark')).includes('remark'))
  const [one] = await send(page, '/learners/batch?year=2025', [{ full_name: 'Lò Thị Thêm Vào', birth_date: '2019-03-04', sex: '02', ethnic_group: '01' }])
  await send(page, '/enrolments', { learner: one.code, class: klass, school_year: 2025 })
  await page.reload()
  await page.locator('.bar-note', { hasText: 'Hồ sơ đã đổi từ lúc tính' }).waitFor()
  await press(page, 'Tính lại từ hồ sơ')
  await said(page, 'ô khác trước')
  t.is([await cell(page, '40E').innerText(), await cell(page, '40E').evaluate(e => getComputedStyle(e).fontWeight), await cell(page, '41E').evaluate(e => getComputedStyle(e).fontWeight)],
    ['4', '700', '400'])
  await sends(t, page, 'Sửa xong, gửi lại', 2)
  await t.none(page.locator('.remarks'))
  await office.reload()
  await office.locator('.bar-note', { hasText: /Đã bị trả lại .*Thiếu học sinh so với sổ\. Có 1 ô được ghi phải sửa\. \d+ ô có số khác/ }).waitFor()
  await press(office, 'Tiếp nhận')
  await office.locator('dialog', { hasText: 'Mã số 37' }).getByRole('button', { name: 'Tiếp nhận' }).click()
  await said(office, 'Đã tiếp nhận')
  t.is((await reportOf(page, unit)).state, 'accepted')
  await press(office, 'Mở lại')
  await office.getByLabel('Lý do mở lại').fill('Xem lại lớp 1')
  await office.locator('dialog footer button').click()
  await office.locator('.report-head', { hasText: 'Bản thứ 2' }).waitFor()
}

export async function report_sent_in_another_window_says_so_and_is_read_anew(t) {
  const { unit, page } = await headOf(t, 'Trường Thử Hai Cửa Sổ', 2)
  await compute(page, unit)
  await page.goto(addressOf(unit))
  await page.locator('.report-actions button', { hasText: 'Tính lại' }).waitFor()
  await step(page, unit, 'submit')
  await press(page, 'Tính lại từ hồ sơ')
  await page.locator('.problem', { hasText: /^Báo cáo \S+ \(bản 1\) đã gửi ngày .* xin đơn vị cấp trên trả lại\.$/ }).waitFor()
  await page.locator('.report-head', { hasText: 'Đã gửi' }).waitFor()
  await t.none(page.locator('.report-actions button', { hasText: 'Tính lại' }))
}

export async function report_decided_in_another_window_says_so_and_keeps_what_was_written(t) {
  const [unit] = await schoolsThatSent(t, ['Trường Thử Cửa Sổ Bên']), office = await t.as('manager', addressOf(unit)), second = await office.context().newPage()
  await second.goto(addressOf(unit))
  await press(second, 'Trả lại')
  const why = second.locator('.giving-back textarea')
  await why.fill('Đang viết dở')
  await press(office, 'Tiếp nhận')
  await office.locator('dialog footer button').click()
  await said(office, 'Đã tiếp nhận.')
  await second.locator('.giving-back .problem', { hasText: /^Tiếp nhận lúc/ }).waitFor()
  await second.locator('.report-head', { hasText: 'Đã tiếp nhận' }).waitFor()
  t.is([await why.inputValue(), await second.locator('.giving-back button[type=submit]').isDisabled()], ['Đang viết dở', true])
}

/* Computed and sent elsewhere while the page said that there is nothing yet. */
export async function report_that_is_there_meanwhile_is_shown_instead_of_computed(t) {
  const { unit, page } = await headOf(t, 'Trường Thử Đã Có Biểu', 2)
  await page.goto(addressOf(unit))
  const go = page.locator('.empty').getByRole('button', { name: 'Tính' })
  await go.waitFor()
  await compute(page, unit)
  await step(page, unit, 'submit')
  await go.click()
  await page.locator('.report-head', { hasText: 'Đã gửi' }).waitFor()
}

export async function report_is_opened_again_by_who_accepted_it(t) {
  const [unit] = await schoolsThatSent(t, ['Trường Thử Xã Nhận']), commune = await newcomer(t, 'xa.nhan', 'manager', COMMUNE, COMMUNE), office = await t.as('manager')
  await step(commune, unit, 'accept')
  for (const [page, times] of [[commune, 1], [office, 0]]) {
    await page.goto(addressOf(unit))
    await page.locator('.report-head', { hasText: /Đã tiếp nhận[^]* tiếp nhận lúc / }).waitFor()
    if (!times) await page.locator('.report-head', { hasText: /Chỉ .* mở lại được/ }).waitFor()
    await page.quiet()
    t.is(await page.locator('.report-actions').getByRole('button', { name: 'Mở lại' }).count(), times)
  }
}

export async function report_of_an_office_is_the_sum_and_says_who_is_missing(t) {
  const office = await t.as('manager'), there = await headOf(t, 'Trường Thử Đã Gửi', 2), late = await aSchool(office, 'Trường Thử Chưa Gửi')
  await compute(there.page, there.unit)
  await step(there.page, there.unit, 'submit')
  await step(office, there.unit, 'accept')
  await office.goto(addressOf('19'))
  await office.getByRole('button', { name: /^Cộng (lại )?từ / }).click()
  await office.locator('.missing-units li', { hasText: 'Trường Thử Chưa Gửi' }).waitFor()
  await t.none(office.locator('.missing-units li', { hasText: 'Trường Thử Đã Gửi' }))
  const sum = await reportOf(office, '19'), seen = figuresOf(sum)
  t.ok(sum.missing.includes(late) && !sum.missing.includes(there.unit), sum.missing.join())
  t.ok(seen['37E'] >= 2, `tổng ${seen['37E']}`)
  /* Behind a figure everybody is named with the school that counted them. */
  await part(office, 'III')
  await cell(office, '37E').locator('button').click()
  const counted = office.locator('.panel .counted li'), more = office.locator('.panel').getByRole('button', { name: 'Xem thêm' })
  await counted.first().waitFor()
  while (await more.count() && !await counted.filter({ hasText: 'Trường Thử Đã Gửi' }).count()) await more.click().catch(() => {})
  await counted.filter({ hasText: 'Trường Thử Đã Gửi' }).nth(1).waitFor()
  t.is((await counted.allInnerTexts()).filter(x => !x.includes('Trường ')), [], 'không nói của trường nào')
  t.is(await findingsInBoth(office), [], 'hồ sơ sau tổng')
  await office.keyboard.press('Escape')
  const line = office.locator('.missing-units li', { hasText: 'Trường Thử Chưa Gửi' })
  await line.getByRole('button').click()
  await line.locator('[role=status]', { hasText: 'Đã nhắc' }).waitFor()
  await office.reload()
  await line.locator('[role=status]', { hasText: /Đã nhắc hôm nay lúc \d\d:\d\d/ }).waitFor()
  await t.none(line.getByRole('button'))
  await press(office, 'Gửi lên cấp trên')
  const dialog = office.locator('dialog', { hasText: 'chưa có trong tổng này' })
  while (await dialog.count() === 0) await office.locator('dialog').getByRole('button', { name: 'Đúng như vậy' }).click()
  await dialog.getByText(`Còn ${sum.missing.length} đơn vị chưa có trong tổng này.`).waitFor()
  await office.keyboard.press('Escape')
  /* Its list by step; the line leads to the report that is not there yet. */
  await office.goto('/bao-cao?buoc=none')
  await office.locator('tbody a', { hasText: 'Trường Thử Chưa Gửi' }).click()
  await office.locator('.empty', { hasText: 'Trường Thử Chưa Gửi chưa tính biểu này' }).waitFor()
  await office.goto('/bao-cao?buoc=accepted')
  await office.locator('tbody tr', { hasText: 'Trường Thử Đã Gửi' }).waitFor()
  await t.none(office.locator('tbody tr', { hasText: 'Trường Thử Chưa Gửi' }))
}

export async function report_reminder_leads_to_it(t) {
  const office = await t.as('manager'), { unit, page } = await headOf(t, 'Trường Thử Được Nhắc', 1)
  await office.goto(addressOf(unit))
  await office.getByRole('button', { name: 'Nhắc gửi biểu này' }).click()
  await office.locator('.empty [role=status]', { hasText: 'Đã nhắc' }).waitFor()
  await office.reload()
  await office.locator('.empty [role=status]', { hasText: 'Đã nhắc hôm nay lúc' }).waitFor()
  await page.goto('/')
  await page.click('.notices > button')
  await page.locator('.notices a', { hasText: 'Cấp trên nhắc gửi' }).click()
  await page.waitForURL(u => u.pathname === addressOf(unit))
  await page.getByRole('button', { name: 'Tính từ hồ sơ' }).click()
  await cell(page, '1E').waitFor()
}

export async function report_on_paper_has_the_figures_of_the_api(t) {
  const { unit, page } = await headOf(t, 'Trường Thử In Biểu', 4)
  await page.addInitScript(() => { window.print = () => {
    const paper = document.getElementById('paper'), cells = [...paper.querySelectorAll('[data-at]')]
    window.printed = { text: paper.textContent, cells: cells.map(e => [e.dataset.at, e.textContent]), lying: paper.querySelectorAll('.lying').length }
  } })
  await computes(page, unit)
  await cell(page, '1E').waitFor()
  await page.keyboard.press('Control+p')
  const paper = await (await page.waitForFunction(() => window.printed)).jsonValue(), r = await reportOf(page, unit)
  /* By the menu of the browser the same, and nothing stays. */
  const menu = await page.evaluate(() => {
    dispatchEvent(new Event('beforeprint'))
    const text = document.querySelector('.printing > .paper')?.textContent
    dispatchEvent(new Event('afterprint'))
    return [text, document.querySelectorAll('.printing, #paper').length]
  })
  t.is(menu, [paper.text, 0], 'in từ trình duyệt')
  for (const text of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'TRƯỜNG THỬ IN BIỂU', 'Biểu 02-TH-ĐN', 'Kỳ đầu năm học 2025-2026', 'Đơn vị nhận báo cáo: Sở', 'Thủ trưởng đơn vị', 'Bản nháp',
    'SỞ GIÁO DỤC VÀ ĐÀO TẠO THÁI NGUYÊNTRƯỜNG THỬ IN BIỂU', 'Người lập biểu', 'Thái Nguyên, ngày '])
    t.ok(paper.text.includes(text), `trên giấy thiếu "${text}"`)
  t.ok(!paper.text.includes(r.hash.slice(0, 12)), 'mã băm')
  t.is(paper.lying, 1)
  t.is(Object.fromEntries(paper.cells.filter(([, x]) => !/^[#?]$/.test(x)).map(([at, x]) => [at, Number(x.replace('.', ''))])), figuresOf(r))
  t.ok(paper.cells.some(([, x]) => x === '#') || paper.cells.some(([, x]) => x === '?'), 'không có ô trống nào')
  /* An office prints it with the head of the school, not with its own. */
  const office = await t.as('manager')
  await office.addInitScript(() => { window.print = () => { window.printed = document.querySelector('.letterhead').textContent + document.querySelector('.signatures').textContent } })
  await office.goto(addressOf(unit))
  await cell(office, '1E').waitFor()
  await office.keyboard.press('Control+p')
  const its = await (await office.waitForFunction(() => window.printed)).jsonValue()
  t.ok(its.startsWith('SỞ GIÁO DỤC VÀ ĐÀO TẠO THÁI NGUYÊNTRƯỜNG THỬ IN BIỂU') && /Thái Nguyên, ngày \d\d tháng \d+ năm 20\d\d/.test(its), its)
}

export async function report_is_walked_by_keys_without_being_drawn_anew(t) {
  const { unit, page } = await headOf(t, 'Trường Thử Bàn Phím', 2), steps = []
  await compute(page, unit)
  /* As large as the largest form: its rows again and again. */
  const many = rows => Array.from({ length: 344 }, (_, i) => ({ ...rows[i % rows.length], code: rows[i % rows.length].code && 1000 + i }))
  await page.route(u => /\/reports\/[\w-]+$/.test(u.pathname) && !u.pathname.endsWith('progress'), async route => {
    const response = await route.fetch(), r = await response.json()
    await route.fulfill({ response, json: { ...r, sheets: r.sheets.map(s => (s.name === 'III' ? { ...s, rows: many(s.rows) } : s)) } })
  })
  await page.goto(addressOf(unit) + '?phan=III')
  await cell(page, '1000E').waitFor()
  await page.waitForFunction(() => document.querySelectorAll('.form-box tbody tr').length === 344) // piece by piece
  t.ok(await page.locator('.form-box td button').count() > 2500, 'ít ô quá')
  await page.evaluate(() => {
    window.drawn = 0
    new MutationObserver(all => { window.drawn += all.filter(m => m.attributeName !== 'tabindex').length })
      .observe(document.querySelector('.form-box'), { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await cell(page, '1000E').locator('button').focus()
  for (const key of ['ArrowRight', 'ArrowDown', 'End', 'ArrowUp', 'Home', 'Control+End', 'ArrowLeft', 'Control+Home']) {
    await page.keyboard.press(key)
    steps.push(await focused(page))
  }
  const last = await page.locator('.form-box tbody [data-at$="P"]').last().getAttribute('data-at')
  t.is(steps, ['1000F', '1002F', '1002P', '1000P', '1000E', last, last.replace('P', 'O'), '1000E'])
  t.is(await page.locator('.form-box [tabindex="0"]').count(), 1)
  t.is(await page.evaluate(() => window.drawn), 0, 'vẽ lại')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.reload()
  await cell(page, '37E').locator('button').focus()
  await page.keyboard.press('Enter')
  await page.locator('.panel .counted li').first().waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  t.is(await focused(page), '37E')
}

export async function report_says_what_is_wrong_and_leads_to_it(t) {
  const { unit, page } = await headOf(t, 'Trường Thử Kiểm Tra', 2, { region: null })
  await computes(page, unit)
  await press(page, 'Kiểm tra')
  await page.locator('.panel .checks button', { hasText: 'Mã số 37, cột 2' }).click()
  await page.waitForFunction(() => document.activeElement.closest('[data-at]')?.dataset.at === '37F')
  await page.locator('.form-told', { hasText: 'Mã số 37, cột 2' }).waitFor()
  t.is(new URL(page.url()).searchParams.get('phan'), 'III')
  /* The one that is not believed is looked at; nothing was sent. */
  await press(page, 'Gửi lên cấp trên')
  await page.locator('dialog').getByRole('button', { name: 'Để tôi xem lại ô ấy' }).click()
  await page.waitForFunction(() => document.activeElement.closest('[data-at]')?.dataset.at === '1E')
  t.is((await reportOf(page, unit)).state, 'draft')
  /* The clerk computes; only the head sends. */
  const clerk = await newcomer(t, `vanthu.${unit}`, 'clerk', unit)
  await clerk.goto(addressOf(unit))
  await clerk.locator('.report-actions button', { hasText: 'Tính lại' }).waitFor()
  await t.none(clerk.locator('.report-actions button', { hasText: 'Gửi' }))
}

export async function reports_are_clean_for_axe_in_every_state(t) {
  const { unit, page } = await headOf(t, 'Trường Thử Trợ Năng', 2, { region: null }), office = await t.as('manager')
  const clean = async (p, what) => t.is(await findingsInBoth(p), [], what)
  await page.goto(addressOf(unit))
  await page.locator('.empty').waitFor()
  await clean(page, 'chưa tính')
  await computes(page, unit)
  await cell(page, '1E').locator('button').click()
  await page.locator('.panel .counted li').first().waitFor()
  await clean(page, 'hồ sơ')
  await page.keyboard.press('Escape')
  /* One of before lists were kept says so, and what helps. */
  await page.route('**/cells/*/*/records*', r => r.fulfill({ status: 409, contentType: 'application/problem+json',
    json: { status: 409, key: 'report.no_basis', detail: 'Biểu này tính từ trước.', problems: [] } }))
  await cell(page, '2E').locator('button').click()
  await page.locator('.panel .bar-note', { hasText: 'nên không kể ra được ai. Bấm «Tính lại từ hồ sơ» để xem.' }).waitFor()
  await clean(page, 'không có danh sách')
  await page.unroute('**/cells/*/*/records*')
  await page.keyboard.press('Escape')
  await press(page, 'Kiểm tra')
  await clean(page, 'kiểm tra')
  await page.keyboard.press('Escape')
  await press(page, 'Gửi lên cấp trên')
  await clean(page, 'gửi')
  await page.keyboard.press('Escape')
  await step(page, unit, 'submit')
  await office.goto(addressOf(unit))
  await press(office, 'Trả lại')
  await cell(office, '1E').locator('button').click()
  await office.locator('.panel input:focus').waitFor()
  await office.keyboard.type('Sai vùng')
  await clean(office, 'trả lại')
  await office.getByLabel('Lý do trả lại').fill('Sai vùng')
  await office.locator('.panel').getByRole('button', { name: 'Trả lại' }).click()
  await said(office, 'Đã trả lại')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
  await page.locator('.came-back').waitFor()
  await clean(page, 'bị trả lại')
  t.is(await page.locator('.tabs .about-part').allInnerTexts(), [': Trường, lớp', ': Học sinh'])
  t.ok(await page.locator('.tabs').evaluate(x => x.scrollWidth <= x.clientWidth), 'tên các phần không vừa màn hình')
  const { inner, whole } = await page.evaluate(() => ({ inner: innerWidth, whole: document.documentElement.scrollWidth }))
  t.ok(whole <= inner, `rộng ${whole}, màn hình ${inner}`)
  await page.goto('/bao-cao')
  await page.locator('tbody tr', { hasText: 'Bị trả lại' }).waitFor()
  await clean(page, 'danh sách')
}

export async function report_of_an_unknown_form_is_not_here(t) {
  t.expected = /404/
  const page = await t.as('clerk', '/bao-cao/ZZZ/19172401/2025-start')
  await page.getByText('Không có ở đây').waitFor()
  t.is([await page.locator('main button.primary').count(), await page.getByText('/api/').count()], [0, 0])
}

export async function reports_and_requests_have_an_outline(t) {
  const head = await t.as('head', '/bao-cao')
  await head.locator('h1').waitFor()
  await head.locator('.filters').first().waitFor()
  t.is(await outline(head), [], '/bao-cao')
  const clerk = await t.as('clerk', '/quan-tri/tai-khoan')
  await clerk.getByText('Vai trò của bạn không xem được phần này').first().waitFor()
  t.is(await outline(clerk), [], 'không có quyền')
}

export async function report_of_another_year_is_chosen_at_the_top(t) {
  const page = await t.as('clerk', '/'), code = (await ask(page, '/session')).unit.code, at = y => `/bao-cao/02-TH-DN/${code}/${y}-start`
  await page.goto(at(2025))
  await page.locator('h1', { hasText: '2025' }).waitFor()
  const year = page.getByLabel('Năm học').first(), other = (await year.locator('option').evaluateAll(all => all.map(o => o.value))).find(v => v !== '2025')
  await year.selectOption(other)
  await page.waitForURL(u => u.pathname === at(other))
  await page.locator('h1', { hasText: other }).waitFor()
  await year.selectOption('2025')
  await page.waitForURL(u => u.pathname === at(2025))
}
