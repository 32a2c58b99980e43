/* import.test.mjs - files taken in by the wizard: what is wrong told and corrected, what is not said asked, the whole taken back; thousands of rows. */
import { readFileSync } from 'node:fs'
import { ask } from './at.mjs'
import { findingsInBoth } from './axe.mjs'
import { book, corrected, file, losing, rowsOf } from './book.mjs'
import { HEAD, KINDS, planted, pupil, sendFiles } from './lists.mjs'
import { send } from './sheet.mjs'

const day = iso => iso.split('-').reverse().join('/')
const jobOf = page => ask(page, '/jobs/' + page.url().split('/nap/')[1].split('?')[0])
/* What the figures say, by their words. */
const figures = async page => Object.fromEntries(await page.locator('.figure').evaluateAll(all => all.map(f => [f.querySelector('span').textContent, Number(f.querySelector('b').textContent.replaceAll('.', ''))])))

const looksWell = async (t, page, what) => t.is(await findingsInBoth(page), [], what)

const commit = async page => {
  await page.locator('.stage .primary', { hasText: /^Ghi / }).click()
  await page.locator('p.done', { hasText: 'Đã ghi xong' }).waitFor()
}

const undo = async page => {
  await page.getByRole('button', { name: 'Huỷ cả lần nạp' }).click()
  await page.locator('.said').getByRole('button', { name: 'Huỷ cả lần nạp' }).click()
  await page.locator('p.done', { hasText: 'Đã huỷ' }).waitFor()
}

export async function a_messy_list_is_taken_in_corrected_and_taken_back(t) {
  const page = await t.as('in_clerk'), there = (await ask(page, '/learners?limit=3&year=2025&fields=full_name,birth_date,sex,phone,enrolment.class.title')).items
  const known = (p, phone, sex = p.sex === '01' ? 'Nam' : 'Nữ') => ['1', p['enrolment.class.title'], p.full_name, day(p.birth_date), sex, 'Kinh', phone]
  const title = 'Số máy gọi khi cần', rows = [
    ['TRƯỜNG TIỂU HỌC'], ['DANH SÁCH HỌC SINH NĂM HỌC 2024-2025'], ['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc', title],
    known(there[0], '0987654321'), ['2', '1A', 'Trần Thị Mới', '05/09/2019', 'Nữ', 'Kinh', '0912345679'],
    ['3', '1A', 'Lê Văn Sai', '31/02/2019', 'Nam', 'Kinh', '0912345670'], ['4', '1A', 'Hoàng Văn Lạc', '06/09/2019', 'Nam', 'Sao Hoả', '0912345671']]
  await page.goto('/nap')
  await page.setInputFiles('.drop-box input', [{ name: 'anh.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('ffd8ffe0', 'hex') }, { name: 'thu.docx', mimeType: 'application/x', buffer: Buffer.from('PK..') }])
  await page.locator('.problem', { hasText: 'anh.jpg: không phải bảng tính' }).waitFor()
  await page.locator('.problem', { hasText: 'thu.docx: không phải bảng tính' }).waitFor()
  t.is(await page.locator('.stage .primary').isDisabled(), true)
  await looksWell(t, page, 'chọn tệp')
  await sendFiles(page, file('danh-sach.xlsx', rows))
  /* The year is asked; nothing is written before it is answered. */
  const year = page.getByRole('group', { name: /Tệp ghi năm học 2024–25/ })
  await year.waitFor()
  const button = page.locator('.stage .primary', { hasText: /^Ghi / })
  t.is(await button.isDisabled(), true, 'năm học chưa trả lời')
  await looksWell(t, page, 'nhận dạng và xem trước')
  await year.getByText('Vẫn nạp vào 2025–26').click()
  /* The unknown column is told what it is, and known from then on. */
  await page.getByText('1 cột chưa rõ là gì').first().waitFor()
  const combo = page.getByRole('combobox', { name: `Cột «${title}» là mục` })
  await combo.fill('dien thoai lien he')
  await page.getByRole('option', { name: /Số điện thoại liên hệ/ }).click()
  await t.none(page.locator('.figure'), 'xem trước cũ còn đó khi câu trả lời chưa được thử')
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await page.locator('.figure').first().waitFor()
  await t.none(page.getByText('cột chưa rõ là gì'))
  await year.getByText('Vẫn nạp vào 2025–26').click()
  /* Figures and tables are those of the API. */
  const id = page.url().split('/nap/')[1], s = (await jobOf(page)).result.files[0].summary, shown = await figures(page)
  t.is([shown['hồ sơ mới'], shown['có sửa đổi'], shown['dòng lỗi, bị bỏ'], shown['vắng trong tệp']], [s.created, s.changed, s.refused, s.missing])
  t.is([s.created, s.changed, s.refused], [1, 1, 2])
  t.is(s.mapping.find(c => c.title === title).field, 'learner.phone')
  await page.locator('.figure', { hasText: 'có sửa đổi' }).click()
  const change = page.locator('tbody tr', { hasText: there[0].full_name })
  await change.locator('ins', { hasText: '0987654321' }).waitFor()
  t.is(await page.locator('tbody tr').count(), s.changes.length)
  await page.locator('.figure', { hasText: 'vắng trong tệp' }).click()
  await page.getByText('không có trong tệp; không xoá ai').waitFor()
  t.is(await page.locator('tbody tr').count(), Math.min(100, s.missing))
  await page.locator('.figure', { hasText: 'dòng lỗi' }).click()
  t.is(await page.locator('.causes b').allTextContents(), s.causes.filter(c => !c.warning).map(c => String(c.count)))
  /* The file with errors is the school's own; corrected it comes back and touches only what failed. */
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Tải tệp lỗi (Excel)' }).click()])
  const marked = readFileSync(await download.path()), told = rowsOf(marked)
  t.ok(told[2].includes(title) && told.some(r => r.join(' ').includes('Sao Hoả')), 'tệp lỗi không phải tệp đã gửi')
  await page.locator('.stage .primary', { hasText: 'Ghi 2 dòng tốt, bỏ 2 dòng lỗi' }).click()
  await page.locator('p.done', { hasText: 'Đã ghi xong' }).waitFor()
  await page.locator('p', { hasText: /^1 hồ sơ mới · .*2 dòng lỗi, bị bỏ/ }).waitFor()
  await looksWell(t, page, 'đã ghi')
  t.is((await ask(page, `/learners/${there[0].code}`)).phone, '0987654321')
  const mended = corrected(marked, ({ set }) => { set('D6', '28/02/2019'); set('F7', 'Kinh') })
  await sendFiles(page, { ...file('danh-sach-da-sua.xlsx', rows), buffer: mended })
  await year.getByText('Vẫn nạp vào 2025–26').click()
  t.is((await jobOf(page)).result.files[0].summary.unchanged, 2)
  await commit(page)
  const sai = async () => (await send(page, '/learners/query', { q: 'Lê Văn Sai', fields: 'full_name' })).items.length
  t.is(await sai(), 1)
  await undo(page)
  t.is(await sai(), 0)
  /* The first one as well, found in the list of what was taken in. */
  await page.goto('/nap')
  await page.locator('.past + .table tr', { hasText: 'danh-sach-da-sua.xlsx' }).getByText('Đã huỷ').waitFor()
  await looksWell(t, page, 'các lần đã nạp')
  await page.getByRole('link', { name: 'danh-sach.xlsx' }).first().click()
  await page.waitForURL('**/nap/' + id)
  await undo(page)
  t.is((await ask(page, `/learners/${there[0].code}`)).phone ?? null, there[0].phone ?? null)
}

export async function what_rows_cannot_say_is_asked(t) {
  const page = await t.as('in_clerk'), there = (await ask(page, '/learners?limit=2&year=2025&fields=full_name,birth_date,enrolment.class.title')).items
  const template = (await ask(page, '/sheets')).items.find(x => x.name === 'primary-results'), column = template.columns.find(c => /^result|\./.test(c.field) && !c.identifies && !/^(learner|enrolment|class)/.test(c.field))
  await sendFiles(page, file('diem.xlsx', [['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', column.title], ...there.map((p, i) => [String(i + 1), p['enrolment.class.title'], p.full_name, day(p.birth_date), ''])]))
  await page.getByText(`tệp không nói ${template.asks[0].label}`).waitFor()
  await t.none(page.locator('.figure'))
  await looksWell(t, page, 'điều phải hỏi')
  const select = page.getByRole('combobox', { name: template.asks[0].label })
  await select.selectOption({ index: 1 })
  const chosen = await select.inputValue()
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await page.locator('.figure').first().waitFor()
  t.is((await jobOf(page)).result.files[0].summary.asks.map(a => [a.value, a.from]), [[chosen, 'given']])
}

export async function three_hundred_mistakes_in_five_thousand_rows_are_each_reached(t) {
  const page = await t.as('in_clerk'), { rows, at } = planted(5000)
  await sendFiles(page, file('toan-truong.xlsx', rows))
  await page.locator('.figure').first().waitFor()
  const s = (await jobOf(page)).result.files[0].summary, words = { ...Object.fromEntries(s.issues.map(x => [x.row + ' ' + x.key, x.message])) }
  t.is((await figures(page))['dòng lỗi, bị bỏ'], 300)
  t.is(at.filter(x => !words[x.row + ' ' + x.key]), [], 'lỗi đã đặt mà không được kể')
  t.ok(await page.locator('tbody tr').count() <= 101, 'vẽ quá nhiều dòng một lúc')
  /* By cause: each has its number, a press shows its rows, and together they are all. */
  const causes = page.locator('.causes button'), n = await causes.count(), seen = new Set()
  t.ok(n >= KINDS.length - 2, `${n} nguyên nhân`)
  t.is((await page.locator('.causes b').allTextContents()).map(Number).reduce((a, b) => a + b), s.errors)
  for (let i = 0; i < n; i++) {
    await causes.nth(i).click()
    const count = Number(await causes.nth(i).locator('b').textContent())
    const lines = await page.locator('.fault-rows tbody tr').evaluateAll(all => all.map(r => Number(r.querySelector('th').lastChild.textContent)))
    t.is(lines.length, count, await causes.nth(i).textContent())
    lines.forEach(row => seen.add(row))
    await causes.nth(i).click()
  }
  t.is(at.filter(x => !seen.has(x.row)), [], 'dòng lỗi không tới được')
  /* And all of them one after the other. */
  while (await page.locator('.fault-rows').getByRole('button', { name: 'Xem thêm' }).count()) await page.locator('.fault-rows').getByRole('button', { name: 'Xem thêm' }).click()
  t.is(await page.locator('.fault-rows tbody tr').count(), s.errors)
}

export async function the_tab_may_be_closed_while_it_is_written(t) {
  const page = await t.as('in_clerk'), rows = [HEAD, ...Array.from({ length: 6000 }, (_, i) => pupil(i, 6000, 'Yến'))]
  await sendFiles(page, file('nam-hoc-moi.xlsx', rows))
  await page.locator('.figure').first().waitFor()
  await page.locator('.stage .primary', { hasText: 'Ghi 6.000 dòng' }).click()
  await page.getByText('Có thể đóng trang này').waitFor()
  await page.close()
  const back = await t.as('in_clerk', '/')
  const line = back.locator('.card', { hasText: 'Đang chạy, vừa xong' }).locator('a.line', { hasText: 'nam-hoc-moi.xlsx' }).first()
  await looksWell(t, back, 'trang đầu')
  await line.click()
  await back.locator('p.done', { hasText: 'Đã ghi xong' }).waitFor()
  await back.locator('p', { hasText: /^6\.000 hồ sơ mới · \d+ lớp mới/ }).waitFor()
  await undo(back)
  t.is((await send(back, '/learners/query', { q: pupil(5999, 6000, 'Yến')[3], fields: 'full_name' })).items.length, 0)
}

/* What was written before it was stopped is told with its figure in the list, and is taken back like what came to its end. */
export async function an_import_that_was_stopped_is_taken_back(t) {
  const page = await t.as('in_clerk'), rows = [HEAD, ...Array.from({ length: 6000 }, (_, i) => pupil(i, 6000, 'Dừng'))]
  await sendFiles(page, file('dung-giua-chung.xlsx', rows))
  await page.locator('.figure').first().waitFor()
  const trial = await jobOf(page)
  await page.locator('.stage .primary', { hasText: 'Ghi 6.000 dòng' }).click()
  await page.getByRole('button', { name: 'Dừng lại' }).waitFor()
  const { writer } = await ask(page, '/jobs/' + trial.id)
  while (!(await ask(page, '/jobs/' + writer)).done) await page.waitForTimeout(5)
  await page.getByRole('button', { name: 'Dừng lại' }).click()
  const told = /Đã dừng: đã ghi [\d.]+ trên 6\.000 dòng/
  await page.locator('.stage-body .problem', { hasText: told }).waitFor()
  const { written } = await ask(page, '/jobs/' + writer)
  t.ok(written > 0 && written < 6000, 'không dừng giữa chừng: ' + written)
  await page.goto('/nap')
  const lines = page.locator('.main-table tbody tr', { hasText: 'dung-giua-chung.xlsx' })
  await lines.first().waitFor()
  t.is(await lines.count(), 1, 'lần thử và lần ghi là hai dòng')
  t.ok(told.test(await lines.textContent()), await lines.textContent())
  await looksWell(t, page, 'danh sách có lần đã dừng')
  await lines.getByRole('link', { name: 'dung-giua-chung.xlsx' }).click()
  await page.getByRole('button', { name: 'Ghi 6.000 dòng' }).waitFor()
  await looksWell(t, page, 'lần đã dừng')
  await undo(page)
  t.is((await send(page, '/learners/query', { q: pupil(0, 6000, 'Dừng')[3], fields: 'full_name' })).items.length, 0)
}

/* What is clicked while the answers before it are on their way is kept, and told in its turn. */
export async function an_answer_that_comes_while_others_are_sent_is_told_too(t) {
  const page = await t.as('in_clerk'), titles = ['Máy của bố', 'Máy của mẹ']
  await sendFiles(page, file('hai-cot-la.xlsx', [['DANH SÁCH HỌC SINH NĂM HỌC 2024-2025'], ['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc', ...titles],
    ['1', '1A', 'Vũ Thị Muộn', '05/09/2019', 'Nữ', 'Kinh', '0912345678', '0912345679']]))
  const say = async (title, typed, option) => {
    await page.getByRole('combobox', { name: `Cột «${title}» là mục` }).fill(typed)
    await page.getByRole('option', { name: option }).first().click()
  }
  await say(titles[0], 'dien thoai lien he', /Số điện thoại liên hệ/)
  let release
  const held = new Promise(done => { release = done })
  await page.route('**/again', async route => { await held; await route.continue() }, { times: 1 })
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await say(titles[1], 'bo qua', /Bỏ qua cột này/)
  const second = page.waitForRequest(r => r.url().endsWith('/again') && JSON.stringify(r.postDataJSON()).includes(titles[1]))
  release()
  t.is((await second).postDataJSON().files[0].mapping.length, 2)
  await page.locator('.figure').first().waitFor()
  await t.none(page.getByText('cột chưa rõ là gì'))
  const { mapping } = (await jobOf(page)).result.files[0].summary
  t.is(titles.map(x => mapping.find(c => c.title === x)).map(c => [c.field ?? null, c.ignored]), [['learner.phone', false], [null, true]])
}

/* Each figure of the preview shows its rows, and those of the list of imports lead there. */
export async function every_figure_leads_to_its_rows(t) {
  const page = await t.as('in_clerk'), there = (await ask(page, '/learners?limit=2&year=2025&fields=full_name,birth_date,sex,ethnic_group,enrolment.class.title')).items
  const row = (p, klass = p['enrolment.class.title']) => ['', klass, p.full_name, day(p.birth_date), p.sex === '01' ? 'Nam' : 'Nữ', '']
  await sendFiles(page, file('du-loai.xlsx', [['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc'],
    ['1', '1Z7', 'Mạc Thị Lập', '05/09/2019', 'Nữ', 'Kinh'], row(there[0]), row(there[1], '1Z8'), ['4', '1A', 'Mạc Văn Hỏng', '31/02/2019', 'Nam', 'Kinh']]))
  const figure = words => page.locator('button.figure', { hasText: words }), rows = page.locator('.stage .main-table tbody tr')
  const leads = async (words, row, n) => {
    await figure(words).click()
    await rows.filter({ hasText: row }).first().waitFor()
    t.is([await rows.count(), await figure(words).getAttribute('aria-pressed')], [n, 'true'], words)
    t.is(await page.locator('.figure[aria-pressed=true]').count(), 1)
  }
  await page.locator('.figure').first().waitFor()
  t.is(await page.locator('div.figure').evaluateAll(all => all.filter(f => f.querySelector('b').textContent !== '0').length), 0, 'con số không dẫn tới đâu')
  await leads('hồ sơ mới', 'Mạc Thị Lập', 1)
  await looksWell(t, page, 'hồ sơ mới')
  await leads('giữ nguyên', there[0].full_name, 1)
  await leads('lớp mới', '1Z7', 2)
  await leads('đổi lớp', there[1].full_name, 1)
  await leads('dòng lỗi', '31/02/2019', 1)
  await page.goto('/nap')
  const line = page.locator('.past + .table tr', { hasText: 'du-loai.xlsx' })
  await line.getByRole('link', { name: '1 hồ sơ mới' }).click()
  await rows.filter({ hasText: 'Mạc Thị Lập' }).waitFor()
  await page.goto('/nap')
  await line.getByRole('link', { name: '1 có sửa đổi' }).click()
  await rows.filter({ hasText: there[1].full_name }).first().waitFor()
  await commit(page)
  await page.locator('p a', { hasText: '1 hồ sơ mới' }).click()
  await rows.filter({ hasText: 'Mạc Thị Lập' }).waitFor()
  await page.locator('p a', { hasText: '1 đổi lớp' }).click()
  await rows.filter({ hasText: there[1].full_name }).first().waitFor()
  await page.goto('/nap')
  await line.getByRole('link', { name: '1 dòng lỗi' }).click()
  await page.locator('.fault-rows tbody tr', { hasText: '31/02/2019' }).waitFor()
  await undo(page)
}

/* How many are before it, how fast it goes, and that it was stopped; the server answers otherwise than it would. */
export async function waiting_going_on_and_stopping_are_told(t) {
  const page = await t.as('in_clerk'), told = { state: 'queued', place: 3 }
  await sendFiles(page, file('cho-luot.xlsx', [HEAD, pupil(0, 1)]))
  await page.locator('.figure').first().waitFor()
  await page.route(/\/jobs\/[^/]+$|\/cancel$/, async route => {
    if (route.request().method() === 'POST') Object.assign(told, { state: 'cancelled', place: null })
    const r = await route.fetch({ method: 'GET', url: route.request().url().replace('/cancel', '') })
    if (new URL(route.request().url()).searchParams.has('wait')) await page.waitForTimeout(200)
    await route.fulfill({ response: r, json: { ...await r.json(), result: null, ...told } })
  })
  await page.reload()
  await page.getByText('Đang chờ tới lượt · nhiều nhất 3 việc nữa là xong').waitFor()
  await looksWell(t, page, 'chờ lượt')
  Object.assign(told, { state: 'running', place: null, done: 1200, total: 5000, rate: 400, eta: new Date(Date.now() + 9500).toISOString() })
  await page.getByText(/Đang đọc và thử · 1\.200 trên 5\.000 dòng · 400 dòng mỗi giây · còn khoảng \d+ giây/).waitFor()
  t.is(await page.getByRole('progressbar').getAttribute('aria-valuenow'), '24')
  await page.getByRole('button', { name: 'Dừng lại' }).click()
  await page.locator('.stage-body .problem', { hasText: 'Đã dừng' }).waitFor()
  await looksWell(t, page, 'đã dừng')
  await page.unroute(/\/jobs\/[^/]+$|\/cancel$/)
}

/* A head sees what the clerk took in, and does nothing with it. */
export async function an_import_of_another_is_only_looked_at(t) {
  const clerk = await t.as('in_clerk')
  await sendFiles(clerk, file('cua-van-thu.xlsx', [['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc'], ['1', '1A', 'Vũ Thị Xem', '07/09/2019', 'Nữ', 'Kinh']]))
  await clerk.locator('.figure').first().waitFor()
  const head = await t.as('in_head', new URL(clerk.url()).pathname)
  await head.getByText('bạn chỉ xem được').waitFor()
  await head.locator('.figure').first().waitFor()
  await t.none(head.locator('.stage .primary'))
  const viewer = await t.as('viewer', '/nap')
  await viewer.getByText('Vai trò của bạn không làm được việc này').waitFor()
}

/* The register of schools, by the office that keeps it. */
export async function the_register_of_schools_is_taken_in_by_its_office(t) {
  const page = await t.as('manager', '/ho-so/schools'), head = ['MA_TRUONG *', 'TEN_TRUONG_HOC *', 'MA_DON_VI *', 'CAP_HOC *', 'TRANG_THAI *', 'LOAI_HINH_DAO_TAO *', 'LOAI_HINH_TRUONG *', 'MA_TINH_THANH *']
  await page.getByRole('link', { name: 'Nạp từ Excel' }).click()
  t.is(await page.getByRole('combobox', { name: 'Mẫu của tệp' }).inputValue(), 'schools')
  await page.setInputFiles('.drop-box input', file('danh-muc-truong.xlsx', [head, ['19172490', 'Trường Tiểu học Vừa Nạp', '19', '1', '1', '1', '1', '19']]))
  await page.locator('.stage .primary').click()
  await page.locator('.figure').first().waitFor()
  t.is((await figures(page))['hồ sơ mới'], 1)
  await commit(page)
  /* What stands in the way is called by its name, and leads to its page. */
  const { csrf } = await ask(page, '/session'), called = name => page.request.patch('/api/v1/schools/19172490', { data: { name }, headers: { 'X-CSRF-Token': csrf, 'If-Match': '*' } })
  t.is((await called('Trường Tiểu học Đổi Tên')).status(), 200)
  await page.getByRole('button', { name: 'Huỷ cả lần nạp' }).click()
  await page.locator('.said').getByRole('button', { name: 'Huỷ cả lần nạp' }).click()
  const way = page.locator('li', { hasText: 'Trường Tiểu học Đổi Tên đã được sửa hoặc dùng' }).getByRole('link', { name: 'Trường Tiểu học Đổi Tên' })
  t.is(await way.evaluate(a => new URL(a.href).pathname), '/ho-so/schools/19172490')
  t.is(await findingsInBoth(page), [])
  t.is((await called('Trường Tiểu học Vừa Nạp')).status(), 200)
}

export async function a_register_that_nobody_used_is_taken_back(t) {
  const page = await t.as('manager', '/nap?mau=schools'), head = ['MA_TRUONG *', 'TEN_TRUONG_HOC *', 'MA_DON_VI *', 'CAP_HOC *', 'TRANG_THAI *', 'LOAI_HINH_DAO_TAO *', 'LOAI_HINH_TRUONG *', 'MA_TINH_THANH *']
  await sendFiles(page, file('danh-muc-truong-hai.xlsx', [head, ['19172491', 'Trường Tiểu học Nạp Rồi Huỷ', '19', '1', '1', '1', '1', '19']]))
  await commit(page)
  await undo(page)
  t.is(await page.locator('p.done', { hasText: 'Đã huỷ' }).innerText(), 'Đã huỷ: bỏ 1 hồ sơ mới, 0 hồ sơ trở lại như trước.')
}

/* Neither the page, nor the list, nor the first page calls it looked at. */
export async function a_file_that_cannot_be_read_is_never_said_to_be_looked_at(t) {
  const page = await t.as('in_clerk', '/nap'), name = 'hong-khong-doc-duoc.xlsx'
  await page.setInputFiles('.drop-box input', [{ name, mimeType: 'application/octet-stream', buffer: Buffer.from('PK\u0003\u0004 not a workbook') }])
  await page.locator('.stage .primary').click()
  await page.locator('.read-file .problem').waitFor()
  t.is(await page.locator('.stage > header .link').allInnerTexts(), [], 'mở ra không có gì')
  await page.goto('/nap')
  const row = page.locator('tbody tr', { hasText: name })
  await row.locator('.status', { hasText: 'Không đọc được' }).waitFor()
  t.is(await findingsInBoth(page), [])
  await page.goto('/')
  await page.locator('.todo li', { hasText: name }).locator('.line-note', { hasText: /^Không đọc được/ }).waitFor()
}

/* The others go on without it, and it is named before and after; what is about people of a list beside it is not refused. */
export async function of_several_files_the_good_ones_go_on_and_the_bad_are_named(t) {
  const page = await t.as('in_clerk'), name = 'khong-mo-duoc.xlsx', [, room, , who, born] = pupil(1, 480, 'Ba')
  await sendFiles(page, file('suc-khoe.xlsx', [['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Cân nặng (kg)', 'Chiều cao (cm)'], ['1', room, who, born, '21', '118']]),
    file('danh-sach-tep.xlsx', [HEAD, pupil(1, 480, 'Ba')]), { name, mimeType: 'application/octet-stream', buffer: Buffer.from('PK\u0003\u0004 not a workbook') })
  await page.locator('.stage .problem.warning', { hasText: `Chưa đọc được, không ghi: ${name}.` }).waitFor()
  await page.locator('.file-choice').getByRole('button', { name: 'suc-khoe.xlsx' }).click()
  t.is((await figures(page))['đã có ở tệp trước'], 1)
  await looksWell(t, page, 'một tệp không mở được')
  await commit(page)
  await page.locator('.stage .problem.warning', { hasText: `Chưa đọc được, không ghi: ${name}.` }).waitFor()
  const { code } = (await ask(page, `/learners?year=2025&q=${encodeURIComponent(who)}&limit=1`)).items[0]
  t.is((await ask(page, `/health_checks?year=2025&filter=${encodeURIComponent(`learner.code == "${code}"`)}&limit=5`)).items.length, 1)
}

/* Nothing was read, and the page does not call that well. */
export async function a_file_without_a_column_of_names_says_so(t) {
  const page = await t.as('in_clerk')
  await sendFiles(page, file('khong-ten.xlsx', [['STT', 'Lớp', 'Các cháu lớp 2A', 'Ngày sinh', 'Giới tính', 'Dân tộc'], ['1', '2A', 'Bùi Văn Nhỏ', '05/09/2018', 'Nam', 'Kinh']]))
  await page.locator('.problem', { hasText: 'Chưa đọc được dòng nào' }).waitFor()
  await page.locator('.fault-rows', { hasText: 'không có cột «Họ tên»' }).waitFor()
  t.is([await page.locator('p.done').count(), await page.getByRole('link', { name: 'Tải tệp lỗi (Excel)' }).count()], [0, 0])
  await looksWell(t, page, 'không đọc được dòng nào')
}

/* On a telephone nothing goes over the edge. */
export async function the_wizard_fits_a_telephone(t) {
  const page = await t.as('in_clerk', '/nap', { viewport: { width: 390, height: 844 } })
  await sendFiles(page, file('dien-thoai.xlsx', [['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc', 'Cột lạ của trường'],
    ['1', '1A', 'Bùi Văn Nhỏ', '31/02/2019', 'Nam', 'Kinh', 'x'], ['2', '1A', 'Bùi Thị Bé', '08/09/2019', 'Nữ', 'Kinh', 'y']]))
  await page.locator('.figure').first().waitFor()
  t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'trang rộng hơn màn hình')
  await looksWell(t, page, 'điện thoại')
}

export async function a_second_column_of_one_field_is_told(t) {
  const page = await t.as('in_clerk')
  await page.goto('/nap')
  await sendFiles(page, file('hai-cot.xlsx', [['STT', 'Lớp', 'Họ tên', 'Họ tên', 'Ngày sinh', 'Giới tính', 'Nữ', 'Dân tộc', 'SĐT', 'Điện thoại'],
    ['1', '1A', 'Lê Thử An', 'Lê Thử Em', '05/09/2019', 'Nam', 'x', 'Kinh', '0912345670', '0912345671']]))
  await page.locator('.figure').first().waitFor()
  await page.locator('.stage > header .link', { hasText: 'Xem lại' }).click()
  await page.getByText('9 cột đã rõ').first().click()
  const told = page.locator('.columns tbody p')
  t.is(await told.allInnerTexts(), ['Họ tên: đã lấy cột C', 'Giới tính: đã lấy cột F', 'Số điện thoại liên hệ: đã lấy cột I'])
  await t.none(page.getByText('cột chưa rõ là gì'))
  await looksWell(t, page, 'hai cột một mục')
  await page.locator('.figure', { hasText: 'điều nên xem lại' }).click()
  await page.locator('.causes', { hasText: 'hai cột khác nhau ở dòng 2' }).first().waitFor()
  await page.locator('.causes', { hasText: 'Ô này trái với cột «Giới tính»' }).waitFor()
}

/* Two lists of one class that a school sends together. */
export async function who_is_in_two_files_is_new_once(t) {
  const page = await t.as('in_clerk'), list = ids => [HEAD, ...ids.map(i => pupil(i, 400, 'Hai Tệp'))]
  await sendFiles(page, file('mot.xlsx', list([1, 2, 3])), file('hai.xlsx', list([2, 3, 4])))
  await page.locator('.file-choice').getByRole('button', { name: 'hai.xlsx' }).click()
  const figure = words => page.locator('.figures .figure', { hasText: words }).locator('b')
  t.is([await figure('hồ sơ mới').innerText(), await figure('đã có ở tệp trước').innerText()], ['1', '2'])
  await page.getByText('thì chỉ lập một lần').waitFor()
  await figure('đã có ở tệp trước').click()
  await page.locator('.stage tbody tr', { hasText: pupil(2, 400, 'Hai Tệp')[3] }).first().waitFor()
  t.is(await findingsInBoth(page), [])
}

/* Two windows of one import: what the one answers or writes is seen in the other, which sends nothing by itself. */
export async function an_import_in_two_windows_goes_on_in_both(t) {
  const page = await t.as('in_clerk'), list = [1, 2].map(i => [...pupil(i, 470, 'Hai Ô'), 'x', 'y'])
  await sendFiles(page, file('hai-cua-so.xlsx', [[...HEAD, 'Cột lạ', 'Cột khác'], ...list]))
  const second = await page.context().newPage(), answer = async (at, title) => {
    await at.getByRole('combobox', { name: `Cột «${title}» là mục` }).click()
    await at.locator('[role=option]:visible', { hasText: 'Bỏ qua cột này' }).click()
    await at.locator('.said', { hasText: 'Câu trả lời chưa được thử' }).waitFor()
  }
  await second.goto(page.url())
  await answer(second, 'Cột khác')
  await answer(page, 'Cột lạ')
  await page.locator('.said .primary').click()
  await second.getByText('1 cột chưa rõ là gì').waitFor()
  await second.locator('.said', { hasText: 'Câu trả lời chưa được thử' }).waitFor()
  await second.locator('.said .primary').click()
  await page.locator('.figure', { hasText: 'hồ sơ mới' }).waitFor()
  await page.getByText(/cột chưa rõ là gì/).waitFor({ state: 'detached' })
  await commit(page)
  await second.locator('p.done', { hasText: 'Đã ghi xong' }).waitFor()
}

/* What has no title cannot be said what it is: one line for all of them, and nothing to choose. */
export async function columns_without_a_title_are_one_line(t) {
  const page = await t.as('in_clerk', '/nap'), more = ['', 'Sở thích', '', '', 'Năng khiếu', '']
  await sendFiles(page, file('khong-tieu-de.xlsx', [[...HEAD, ...more], ...[1, 2].map(i => [...pupil(i, 480, 'Không Tiêu Đề'), ...more.map((_, k) => `ô ${k}`)])]))
  await page.locator('h4', { hasText: '2 cột chưa rõ là gì' }).waitFor()
  t.is(await page.locator('.read-file .columns').first().locator('tbody th').count(), 2)
  await page.getByText('4 cột không có tiêu đề, không được nạp: K, M, N, P.').waitFor()
  await looksWell(t, page, 'cột không tiêu đề')
}

/* Nothing was wrong but the line: once it is back nothing is red, and the same press goes on. */
export async function a_lost_line_is_not_an_error_once_it_is_back(t) {
  const page = await t.as('in_clerk', '/nap'), red = page.locator('.stage .problem')
  const lose = () => page.context().setOffline(true), back = () => page.context().setOffline(false)
  await page.setInputFiles('.drop-box input', file('mat-mang.xlsx', [HEAD, ...[1, 2].map(i => pupil(i, 460, 'Mất Mạng'))]))
  const sending = page.locator('.stage .primary')
  await lose()
  await sending.click()
  await red.getByText('Không nối được máy chủ').waitFor()
  await back()
  await red.waitFor({ state: 'detached' })
  await sending.click()
  await page.locator('.figure').first().waitFor()
  await lose()
  await page.locator('.stage .primary', { hasText: /^Ghi / }).click()
  await red.getByText('Không nối được máy chủ').waitFor()
  await back()
  await red.waitFor({ state: 'detached' })
  await commit(page)
  await undo(page)
}

/* The list of imports and the wizard say a template as the choice of it does, in English too. */
export async function a_template_is_called_the_same_everywhere(t) {
  const page = await t.as('in_clerk', '/nap')
  await sendFiles(page, file('mau.xlsx', [HEAD, pupil(1, 470, 'Tên Mẫu')]))
  await page.locator('.figure').first().waitFor()
  await page.click('.account > button')
  await page.click('.choice >> text=English')
  await page.locator('h1', { hasText: 'Import' }).waitFor()
  const at = new URL(page.url()).pathname, step = page.locator('.stage').nth(1)
  await page.reload()
  await step.getByText('List of pupils').first().waitFor()
  await t.none(page.locator('main', { hasText: 'Danh sách học sinh' }))
  await page.goto('/nap')
  await page.locator('tbody tr', { has: page.locator(`a[href^="${at}"]`) }).getByText('List of pupils').waitFor()
  await page.click('.account > button')
  await page.click('.choice >> text=Tiếng Việt')
}

/* What a file brought stands in the log as one deed, with the way to the import; so does its being taken back. */
export async function the_log_names_the_file_that_was_taken_in(t) {
  const page = await t.as('in_clerk'), head = await t.as('in_head'), name = 'vao-so.xlsx'
  await sendFiles(page, file(name, [HEAD, ...[1, 2].map(i => pupil(i, 440, 'Vào Sổ'))]))
  await commit(page)
  const to = new URL(page.url()).pathname, written = await jobOf(page)
  await head.goto('/quan-tri/nhat-ky')
  const line = head.locator('ol.log > li', { hasText: `nạp tệp «${name}»` })
  await line.getByText('2 dòng').waitFor()
  t.ok([to, '/nap/' + (written.writer ?? written.id)].includes(await line.getByRole('link').first().evaluate(a => new URL(a.href).pathname)), 'đường tới lần nạp')
  await line.locator('summary', { hasText: 'thay đổi đã ghi' }).click()
  await line.locator('li', { hasText: pupil(1, 440, 'Vào Sổ')[3] }).first().waitFor()
  t.is(await findingsInBoth(head), [])
  await undo(page)
  await head.reload()
  await head.locator('ol.log > li', { hasText: `huỷ lần nạp tệp «${name}»` }).waitFor()
}

/* A sheet that is hidden or lost has no row to be told at: its name stands there. */
export async function a_sheet_that_is_not_taken_is_named(t) {
  const page = await t.as('in_clerk'), head = ['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc']
  const sheets = { 'Lớp 1A': [head, ['1', '1A', 'Lê Thử An', '05/09/2019', 'Nam', 'Kinh']], 'Lớp 1B': [head, ['1', '1A', 'Lê Thử Bình', '06/09/2019', 'Nam', 'Kinh']], 'Lớp 1C': [head] }
  await page.goto('/nap')
  await sendFiles(page, { ...file('ba-trang.xlsx', sheets), buffer: losing(book(sheets, ['Lớp 1B']), 3) })
  await page.locator('.figure').first().waitFor()
  for (const [figure, sheet, why] of [['điều nên xem lại', 'Lớp 1B', 'đang ẩn nên không được nạp'], ['dòng lỗi, bị bỏ', 'Lớp 1C', 'không có nội dung của trang']]) {
    await page.locator('.figure', { hasText: figure }).click()
    const line = page.locator('tbody tr', { hasText: why })
    t.is(await line.locator('th').innerText(), sheet)
    t.is(await line.locator('td').first().innerText(), 'Cả trang')
  }
  await t.none(page.getByText(/dòng 0/i))
  await looksWell(t, page, 'trang không được nạp')
}
