/* quality.test.mjs - faults and what is missing lead to the field and are gone once mended; figures of an office are those of what stands below it. */
import { ask, isSaved } from './at.mjs'
import { findings } from './axe.mjs'
import { aSchool, newcomer } from './reports.mjs'
import { aClass, YEAR } from './sheet.mjs'

const LIST = 'lifelong-record', AT = `/con-thieu/${LIST}`

const looksWell = async (t, page, what) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    t.is(await findings(page), [], `${what}, ${colorScheme}`)
  }
}

/* A school of three pupils without identity numbers, and its head. */
async function threePupils(t, name) {
  const unit = await aSchool(await t.as('manager', '/khong-co'), name), page = await newcomer(t, `cl.${unit}`, 'head', unit), code = await aClass(page, 3)
  return { page, code }
}

const pick = (page, label) => page.locator(`.pick:has(> span:text-is("${label}")) select`)
const rows = (page, table = '.people') => page.locator(`${table} tbody tr`)

export async function a_fault_leads_to_its_field_and_is_gone_once_mended(t) {
  const { page } = await threePupils(t, 'Trường Tiểu học Suối Lạnh')
  await page.goto('/chat-luong')
  const rule = page.locator('.rule', { hasText: 'Chưa có số định danh cá nhân.' })
  await rule.waitFor()
  await looksWell(t, page, 'lỗi theo quy tắc')
  const before = await rows(page, '.rule:has-text("Chưa có số định danh cá nhân.")').count()
  t.is(before, 3)
  await rule.getByText('3 chỗ').waitFor()
  await rule.locator('tbody a').first().click()
  await page.waitForURL(/\/ho-so\/learners\/.*o=personal_id/)
  await page.locator('#f-personal_id').waitFor()
  t.is(await page.evaluate(() => document.activeElement.id), 'f-personal_id')
  const sex = await page.locator('#f-sex').inputValue()
  await page.fill('#f-personal_id', `019${sex === '01' ? 2 : 3}19${'000011'}`)
  await page.keyboard.press('Control+s')
  await isSaved(page)
  await page.goBack()
  await page.locator('.rule', { hasText: 'Chưa có số định danh cá nhân.' }).getByText('2 chỗ').waitFor()
}

export async function faults_are_chosen_by_rule_severity_type_and_class(t) {
  const { page, code } = await threePupils(t, 'Trường Tiểu học Đồng Lạnh'), other = await aClass(page, 2)
  await page.goto('/chat-luong')
  await pick(page, 'Lớp').selectOption(code)
  await page.waitForURL(/lop=/)
  const of = async q => (await ask(page, `/quality/problems?year=${YEAR}&limit=1000${q}`)).items
  const shown = async () => { await page.waitForLoadState('networkidle'); return rows(page, '.rule').count() }
  const byClass = await of(`&class=${code}`)
  await page.waitForFunction(n => document.querySelectorAll('.rule tbody tr').length === n, byClass.length)
  t.ok(byClass.length > 0 && byClass.every(x => x.class === code), 'lỗi của lớp khác')
  t.ok((await of(`&class=${other}`)).length < (await of('')).length, 'lớp kia là cả trường')
  await pick(page, 'Quy tắc').selectOption({ index: 1 })
  await page.waitForURL(/quy-tac=/)
  await page.waitForFunction(() => document.querySelectorAll('.rule').length === 1)
  t.ok((await shown()) > 0, 'quy tắc đã chọn không có gì')
  /* The address says all of it. */
  await page.reload()
  await page.waitForFunction(() => document.querySelectorAll('.rule').length === 1)
  await pick(page, 'Mức').selectOption('error')
  await page.waitForURL(/muc=error/)
  t.ok(!page.url().includes('quy-tac'), 'quy tắc cũ còn trong địa chỉ')
  const errors = await of(`&class=${code}&severity=error`)
  await page.waitForFunction(n => document.querySelectorAll('.rule tbody tr').length === n, errors.length)
  /* The kind that the faults are of is among those to choose. */
  const kinds = await pick(page, 'Hồ sơ').locator('option').evaluateAll(all => all.map(o => o.value))
  t.is([...new Set(byClass.map(x => x.type))].filter(x => !kinds.includes(x)), [], 'loại hồ sơ có lỗi mà không lọc được')
  if (errors.length === 0) {
    await page.getByRole('button', { name: 'Bỏ lọc' }).click()
    await page.waitForFunction(n => document.querySelectorAll('.rule tbody tr').length === n, Math.min(50, (await of('')).length))
  }
}

export async function a_field_leads_to_those_who_lack_it(t) {
  const page = await t.as('clerk', '/chat-luong?xem=day-du')
  await rows(page, '.few').first().waitFor()
  await looksWell(t, page, 'mức đầy đủ')
  const row = page.locator('.few tbody tr', { has: page.locator('a[href^="/ho-so/learners"]') }).first(), left = Number((await row.locator('td').first().innerText()).replace('.', ''))
  await row.locator('a').click()
  await page.waitForURL(/missing=/)
  await page.waitForFunction(n => document.querySelectorAll('.main-table tbody tr').length === n, Math.min(left, 50))
  await page.goBack()
  await pick(page, 'Tính theo').selectOption('lop')
  const classes = (await ask(page, `/quality/completeness?year=${YEAR}&by=class`)).items.filter(x => x.due > 0)
  await page.waitForFunction(n => document.querySelectorAll('.few tbody tr').length === n, classes.length)
  t.is(await page.locator('.few tbody a').first().getAttribute('href'), `/lop/${classes[0].class}`)
}

export async function what_is_missing_is_filled_in_and_leaves_the_list(t) {
  const { page } = await threePupils(t, 'Trường Tiểu học Khe Lạnh')
  await page.goto('/chat-luong?xem=danh-sach')
  await page.getByText('0 trên 3 người đã đủ').waitFor()
  await t.none(page.locator('.lists .card', { hasText: 'Lớp 12' }), 'danh sách của cấp học mà trường không dạy')
  const tops = await page.locator('.lists .card').evaluateAll(all => all.map(e => [e.classList.contains('of-nobody'), e.offsetTop * 1e4 + e.offsetLeft]))
  const of = nobody => tops.filter(x => x[0] === nobody).map(x => x[1])
  t.ok(Math.max(...of(false)) < Math.min(...of(true)), 'danh sách không của ai đứng trước')
  await looksWell(t, page, 'các danh sách')
  await page.getByRole('link', { name: 'Xem từng người' }).click()
  await page.waitForURL(new RegExp(AT))
  await rows(page).nth(2).waitFor()
  await looksWell(t, page, 'còn thiếu gì')
  /* Only names of fields stand in the address. */
  const first = rows(page).first(), who = await first.locator('th').innerText()
  await first.locator('td .name', { hasText: 'Số định danh' }).click()
  await page.waitForURL(/o=personal_id/)
  t.ok(!decodeURIComponent(page.url()).includes(who.split(' ').pop()), 'tên người trong địa chỉ')
  await page.fill('#f-personal_id', `019${await page.locator('#f-sex').inputValue() === '01' ? 2 : 3}19000021`)
  await page.keyboard.press('Control+s')
  await isSaved(page)
  await page.goBack()
  await page.getByText('1 trên 3 người đã đủ').waitFor()
  t.is(await rows(page).count(), 2)
  await t.none(page.getByText(who, { exact: true }), who)
  /* On paper: everybody who lacks something, with the head of an office. */
  await page.evaluate(() => { window.print = () => { window.printed = document.querySelector('#paper').innerText } })
  await page.getByText(/^Trường Tiểu học Khe Lạnh · Năm học/).waitFor()
  await page.locator('#menu [aria-current]', { hasText: 'Chất lượng dữ liệu' }).waitFor()
  await page.keyboard.press('Control+p')
  await page.waitForFunction(() => window.printed)
  const paper = await page.evaluate(() => window.printed)
  for (const words of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'CÒN THIẾU GÌ ĐỂ LẬP HỒ SƠ HỌC TẬP SUỐT ĐỜI', '2 người còn thiếu', 'Người lập']) t.ok(paper.includes(words), words)
  t.is(paper.split('Số định danh cá nhân').length - 1, 2)
  await page.getByRole('link', { name: 'Mọi danh sách còn thiếu gì' }).click()
  await page.locator('.lists').waitFor()
}

export async function whoever_may_not_see_faults_is_not_told_that_nothing_is_left(t) {
  const done = async role => (await (await t.as(role, '/')).locator('.alldone').textContent())
  t.ok((await done('viewer')).startsWith('Không có việc nào chờ bạn;'), 'người không xem chất lượng')
  t.is(await done('head'), 'Không còn việc nào.')
}

/* ---- offices ---- */

/* "1.374" of "1.360 trên 1.374" and the like: every figure of a line. */
const figuresOf = async row => (await row.locator('td:not(.tick)').allInnerTexts()).map(x => (x.match(/[\d.]+/g) ?? []).map(n => Number(n.replaceAll('.', ''))))
/* Without the share, which is no sum. */
const counted = cells => cells.map(c => { const [n = 0, of = 0] = c.slice(c.length === 3 ? 1 : 0); return [n, of] })

async function isSum(t, page, what) {
  const all = await Promise.all((await page.locator('.progress tbody tr').all()).map(figuresOf)), foot = counted(await figuresOf(page.locator('.progress tfoot tr')))
  const sum = foot.map((_, i) => [0, 1].map(k => all.reduce((n, r) => n + (counted(r)[i]?.[k] ?? 0), 0)))
  t.is(sum, foot, what)
  return foot
}

export async function figures_of_an_office_are_the_sum_of_what_stands_below(t) {
  const page = await t.as('manager', '/tien-do')
  await page.locator('.progress tfoot').waitFor()
  await looksWell(t, page, 'tiến độ')
  await isSum(t, page, 'Sở')
  const commune = page.locator('.progress tbody tr', { hasText: 'UBND' }).first(), name = await commune.locator('th a').innerText()
  const told = counted(await figuresOf(commune))
  await commune.locator('th a').click()
  await page.waitForURL(/don-vi=/)
  await page.locator('.progress tfoot', { hasText: name }).waitFor()
  t.is(await isSum(t, page, name), told, name)
  const school = page.locator('.progress tbody tr').first(), its = counted(await figuresOf(school)), called = await school.locator('th a').innerText()
  await school.locator('th a').click()
  await page.locator('.progress tbody tr', { hasText: called }).waitFor()
  await page.locator('.of-classes tbody tr').first().waitFor()
  t.is(counted(await figuresOf(page.locator('.progress tbody tr').first())), its, called)
  await page.locator('.crumb a', { hasText: name }).click()
  await page.locator('.progress tfoot', { hasText: name }).waitFor()
}

export async function figures_stand_under_the_year_they_are_of(t) {
  for (const at of ['/tien-do', '/chat-luong']) {
    const page = await t.as('manager', `${at}?nam=${YEAR}`)
    await page.locator('.counted-at', { hasText: 'Năm học hiện tại của từng trường' }).waitFor()
    t.is(await page.locator('h1 + p').allTextContents(), at === '/tien-do' ? ['Báo cáo của năm học 2025–26, theo đơn vị của ngày chốt số liệu'] : [])
  }
  const page = await t.as('head', '/tien-do')
  await page.locator('.progress tbody tr').waitFor()
  t.is(await page.locator('h1 + p').innerText(), 'Năm học 2025–26')
  await page.goto(`/tien-do?nam=${YEAR + 1}`)
  await page.getByText('chỉ đếm cho năm học 2025–26').waitFor()
  await page.getByText('Năm học này chưa có lớp nào.').waitFor()
  await t.none(page.locator('.progress'), 'số của năm khác')
}

export async function an_office_sees_its_units_by_their_errors(t) {
  const page = await t.as('manager', '/chat-luong')
  await page.locator('.units tfoot').waitFor()
  await looksWell(t, page, 'chất lượng của Sở')
  await page.getByText('Ở cột Lỗi màu theo số lỗi trên 100 hồ sơ').waitFor()
  await pick(page, 'Xếp theo').selectOption('loi')
  await page.waitForURL(/xep=loi/)
  const errors = await Promise.all((await page.locator('.units tbody tr').all()).map(async r => (await figuresOf(r))[1][0]))
  t.is([...errors].sort((a, b) => b - a), errors, 'xếp theo lỗi')
}

export async function tables_of_units_fit_beside_the_help_and_on_a_narrow_window(t) {
  for (const [at, width, help] of [['/tien-do', 1366, true], ['/tien-do', 1000, false], ['/chat-luong', 1366, true], ['/chat-luong', 1000, false]]) {
    const page = await t.as('manager', at, { viewport: { width, height: 768 } })
    await page.locator('.units tfoot').waitFor()
    if (help) { await page.keyboard.press('?'); await page.locator('aside.help').waitFor() }
    t.is(await page.locator('.table.units').evaluate(e => Math.max(0, e.scrollWidth - e.clientWidth)), 0, `${at} ${width}`)
  }
}

export async function units_that_owe_a_report_are_reminded_once_a_day(t) {
  const page = await t.as('manager', '/tien-do')
  await page.locator('.progress tbody .tick input').first().waitFor()
  const row = page.locator('.progress tbody tr', { has: page.locator('.tick input') }).first()
  const name = await row.locator('th a').innerText()
  await row.locator('.tick input').check()
  await page.getByText('Đã chọn 1 đơn vị').waitFor()
  await page.getByRole('button', { name: /^Nhắc gửi/ }).click()
  const reminded = page.locator('.progress tbody tr', { hasText: name })
  await reminded.getByText(/^Đã nhắc/).waitFor()
  await t.none(reminded.locator('.tick input'))
  await page.reload()
  await reminded.getByText(/^Đã nhắc hôm nay lúc \d\d:\d\d$/).waitFor()
  await t.none(reminded.locator('.tick input'))
}

/* A screen that goes to the printer as it stands has on paper what papers of an office have, and on the screen nothing of it. */
export async function quality_on_paper_has_head_and_signatures(t) {
  const page = await t.as('clerk', '/chat-luong')
  for (const [to, title] of [['/chat-luong', 'LỖI THEO QUY TẮC'], ['/chat-luong?xem=day-du', 'MỨC ĐẦY ĐỦ']]) {
    await page.goto(to)
    await page.locator('main .table').first().waitFor()
    const shown = () => page.locator('.on-paper').evaluateAll(all => all.map(x => x.innerText).filter((x, i) => all[i].offsetHeight > 0).join('\n'))
    t.is(await shown(), '')
    await page.emulateMedia({ media: 'print' })
    const text = await shown(), { above, place, name } = await ask(page, '/units/' + (await ask(page, '/session')).unit.code)
    for (const x of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập – Tự do – Hạnh phúc', above.toUpperCase(), name.toUpperCase(), title, 'Năm học 2025–26', 'THỦ TRƯỞNG ĐƠN VỊ',
      place.replace(/^(Xã|Phường|Tỉnh|Thành phố) /, '') + ', ngày ']) t.ok(text.includes(x), `${to}: thiếu "${x}" trong ${text}`)
    t.is(await page.locator('main h1').isVisible(), false)
    await page.emulateMedia({ media: 'screen' })
  }
}

export async function progress_is_printed_on_large_paper(t) {
  const page = await t.as('manager', '/tien-do')
  await page.locator('.progress tfoot').waitFor()
  await page.evaluate(() => { window.print = () => { window.printed = [document.querySelector('#paper > div').className, document.querySelector('#paper').innerText] } })
  await page.getByRole('button', { name: 'In', exact: true }).click()
  await page.getByText('A3 ngang').click()
  await page.locator('dialog').getByRole('button', { name: 'In', exact: true }).click()
  await page.waitForFunction(() => window.printed)
  const [kind, text] = await page.evaluate(() => window.printed)
  t.ok(kind.includes('a3'), kind)
  for (const words of ['THỐNG KÊ TIẾN ĐỘ', 'Cả Sở', 'Đã có định danh']) t.ok(text.includes(words), words)
}

export async function a_list_of_the_ministry_counts_provinces_and_says_when(t) {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
    const page = await t.as('ministry', AT, options)
    await page.getByText(/^Số liệu mỗi ngày đếm một lần; lần đếm cũ nhất ở đây: \d/).waitFor()
    const row = page.locator('.units tbody tr').first(), schools = await row.locator('td').first().innerText()
    t.ok(/^\d+$/.test(schools) && +schools > 0, schools)
    t.ok(/\d/.test(await row.locator('td').nth(2).innerText()), 'tỉnh không có số')
    await looksWell(t, page, 'danh sách của Bộ')
    await row.locator('a').click()
    await page.locator('.crumb').nth(1).waitFor()
  }
}

export async function a_list_of_an_office_leads_down_to_people(t) {
  const page = await t.as('manager', AT)
  await page.locator('.units tfoot').waitFor()
  await looksWell(t, page, 'danh sách của Sở')
  await page.locator('.units tbody a', { hasText: 'UBND' }).first().click()
  await page.locator('.crumb').nth(1).waitFor()
  await page.locator('.units tbody a').first().click()
  await page.getByText(/người đã đủ/).waitFor()
}
