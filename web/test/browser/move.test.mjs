/* move.test.mjs - people who come and go between two schools, records that are one person. */
import { findings } from './axe.mjs'
import { ask, plain } from './at.mjs'
import { classOf, filter, send, YEAR } from './sheet.mjs'

const SCHOOL = 'Trường Tiểu học Nà Phặc', DAY = '16/03/2026'

const columns = { from: 0, to: 1 }
const line = (page, side, name) => page.locator('.two-sides > section').nth(columns[side]).locator('.transfer', { hasText: name })
const tab = (page, words) => page.locator('.tabs a', { hasText: words }).click()
const status = async (page, learner) => (await ask(page, `/enrolments?year=${YEAR}&fields=status,class&filter=${filter('learner.code', learner)}`)).items[0]

async function offer(page, pupil) {
  await page.goto(`/ho-so/learners/${pupil.code}`)
  await page.getByRole('link', { name: 'Chuyển trường' }).click()
  const dialog = page.locator('dialog')
  await dialog.locator('strong', { hasText: pupil.name }).waitFor()
  await dialog.locator('.lacks', { hasText: 'Chọn trường đến.' }).waitFor()
  await page.fill('#offer-to', plain('Nà Phặc'))
  await page.locator('[role=option]:visible', { hasText: SCHOOL }).click()
  await dialog.getByLabel('Ngày chuyển').fill(DAY)
  await dialog.getByLabel('Lý do').fill('Theo gia đình')
  await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click()
  await page.locator('.done', { hasText: `Đã đề nghị chuyển ${pupil.name} đến ${SCHOOL}` }).waitFor()
}

export async function a_pupil_is_offered_taken_in_and_given_back(t) {
  const here = await t.as('clerk'), there = await t.as('other')
  const from = await classOf(here, '01', ['Hoàng Thị Nga']), [nga] = from.pupils, to = await classOf(there, '01', ['Lò Thị Ban']), higher = await classOf(there, '02', ['Lò Thị Bích'])
  await offer(here, nga)
  await line(here, 'from', nga.name).locator('.how', { hasText: `Chờ ${SCHOOL} trả lời.` }).waitFor()
  t.ok(!here.url().includes(nga.code), 'người được chuyển còn trong địa chỉ')
  await there.goto('/chuyen-truong')
  const row = line(there, 'to', nga.name), office = await t.as('manager', `/ho-so/learners/${nga.code}`)
  /* An office looks on. */
  await office.locator('.actions').getByRole('button', { name: 'In' }).waitFor()
  await t.none(office.getByRole('link', { name: 'Chuyển trường' }))
  await row.locator('text=Theo gia đình').waitFor()
  await t.none(row.locator('h3 a'), 'chưa đến mà đã có đường tới hồ sơ')
  await row.getByRole('button', { name: 'Tiếp nhận' }).click()
  const dialog = there.locator('dialog'), go = dialog.locator('footer button')
  t.ok(await go.isDisabled(), 'chưa chọn lớp mà tiếp nhận được')
  /* The day tells the school year, and that the classes. */
  const day = dialog.getByLabel('Ngày chuyển'), next = `năm học ${YEAR + 1}`
  await dialog.locator('select').selectOption(to.code)
  await day.fill(`16/10/${YEAR + 1}`)
  await dialog.locator('label', { hasText: next }).waitFor()
  await dialog.locator('.problem', { hasText: `Ngày chuyển thuộc ${next}` }).waitFor()
  t.ok((await dialog.locator('.problem a').getAttribute('href')).endsWith(`nam=${YEAR + 1}`))
  t.ok(await go.isDisabled(), 'lớp của năm học khác mà tiếp nhận được')
  await day.fill(DAY)
  await dialog.locator('select').selectOption(higher.code)
  await go.click()
  await dialog.locator('.problem', { hasText: 'khối' }).waitFor()
  await dialog.locator('.check', { hasText: 'Khác khối' }).waitFor()
  await dialog.locator('select').selectOption(to.code)
  await t.none(dialog.locator('.problem'), 'lời báo lỗi của lớp trước còn đó')
  await go.click()
  await there.locator('.done', { hasText: `Đã tiếp nhận ${nga.name}` }).waitFor()
  t.is((await status(there, nga.code)).class, to.code)
  /* Either side reads in its log that a transfer was taken in, and of whom. */
  const log = await t.as('other', '/quan-tri/nhat-ky'), says = `chấp thuận cho ${nga.name} chuyển đến, đã tiếp nhận`
  await log.locator('ol.log > li > p', { hasText: says }).first().waitFor()
  const left = await t.as('head', '/quan-tri/nhat-ky')
  await left.locator('ol.log > li > p', { hasText: `chấp thuận cho ${nga.name} chuyển đi` }).first().waitFor()
  for (const [page, side] of [[here, 'from'], [there, 'to']]) {
    await page.goto('/chuyen-truong?xem=xong')
    await line(page, side, nga.name).locator('.how', { hasText: 'Xong ngày' }).waitFor()
  }
  await line(there, 'to', nga.name).locator('dd', { hasText: to.name }).waitFor()
  await t.none(line(here, 'from', nga.name).getByRole('button'), 'trường cũ huỷ được')
  /* The school she left goes on with what is of its years, and is offered no more than that. */
  const add = here.locator('.parts').getByRole('button', { name: 'Thêm' }), record = tab => here.goto(`/ho-so/learners/${nga.code}?${tab}`)
  await record(`nam=${YEAR}&tab=health_checks`)
  await add.first().waitFor()
  for (const of of [`nam=${YEAR + 1}&tab=health_checks`, `nam=${YEAR}&tab=guardians`, `nam=${YEAR + 1}&tab=enrolments`]) {
    await record(of)
    await here.locator('.parts :is(table, .empty)').first().waitFor()
    await t.none(add, of)
  }
  await record(`nam=${YEAR + 1}`)
  await here.getByText('Bạn chỉ xem được hồ sơ này.').waitFor()
  await t.none(here.locator('.head').getByRole('link', { name: /Ghi danh|Chuyển trường/ }))
  await t.none(here.locator('.head').getByRole('button', { name: 'Hồ sơ' }))
  /* What was offered and always refused is not: it says who can. */
  const year = (await ask(here, `/enrolments?year=${YEAR}&fields=class&filter=${filter('learner.code', nga.code)}`)).items[0].code
  await here.goto(`/ho-so/enrolments/${year}?nam=${YEAR}&tab=events`)
  await here.locator('.problem', { hasText: `Hồ sơ nay ở ${SCHOOL}. Chỉ trường ấy trả lại được` }).waitFor()
  await t.none(here.getByRole('button', { name: /^(Ghi biến động|Huỷ biến động sau cùng)/ }))
  await line(there, 'to', nga.name).getByRole('button', { name: 'Huỷ lượt chuyển' }).click()
  t.ok(await go.isDisabled(), 'huỷ mà không cần lý do')
  await dialog.getByLabel('Lý do huỷ').fill('Nhầm em cùng tên')
  await go.click()
  await there.locator('.done', { hasText: 'Đã huỷ lượt chuyển' }).waitFor()
  t.is([(await status(here, nga.code)).status, (await status(here, nga.code)).class], ['01', from.code])
  await tab(there, 'huỷ')
  await line(there, 'to', nga.code).locator('dd', { hasText: 'Nhầm em cùng tên' }).waitFor()
  await t.none(line(there, 'to', nga.name), 'trường trả lại em vẫn thấy tên')
}

export async function a_transfer_is_refused_with_a_reason_and_withdrawn(t) {
  const here = await t.as('clerk'), there = await t.as('other'), { pupils: [mai] } = await classOf(here, '01', ['Triệu Thị Mai'])
  await offer(here, mai)
  await there.goto('/chuyen-truong')
  await line(there, 'to', mai.name).getByRole('button', { name: 'Từ chối' }).click()
  await there.locator('dialog').getByLabel('Lý do từ chối').fill('Hết chỗ khối 1')
  await there.locator('dialog footer button').click()
  await there.locator('.done', { hasText: 'Đã từ chối' }).waitFor()
  await here.goto('/chuyen-truong?xem=thoi')
  await line(here, 'from', mai.name).locator('dd', { hasText: 'Hết chỗ khối 1' }).waitFor()
  await offer(here, mai)
  await line(here, 'from', mai.name).getByRole('button', { name: 'Rút lại' }).click()
  await here.locator('dialog footer button').click()
  await here.locator('.done', { hasText: 'Đã rút lại' }).waitFor()
  await line(here, 'from', mai.name).waitFor({ state: 'detached' })
  t.is((await status(here, mai.code)).status, '01')
}

/* Asking tells nothing: a person there is, with a wrong birth date, and nobody at all get one answer, on one screen. */
/* Two windows of one school: what the one decided is said in the other, and what was typed there stays. */
export async function a_transfer_decided_in_another_window_says_so(t) {
  const here = await t.as('clerk'), there = await t.as('other'), { pupils: [hoa] } = await classOf(here, '01', ['Triệu Thị Hoà'])
  await offer(here, hoa)
  await there.goto('/chuyen-truong')
  const second = await there.context().newPage(), dialog = second.locator('dialog')
  await second.goto('/chuyen-truong')
  await line(second, 'to', hoa.name).getByRole('button', { name: 'Từ chối' }).click()
  await dialog.getByLabel('Lý do từ chối').fill('Đang viết dở')
  await line(there, 'to', hoa.name).getByRole('button', { name: 'Từ chối' }).click()
  await there.locator('dialog').getByLabel('Lý do từ chối').fill('Hết chỗ')
  await there.locator('dialog footer button').click()
  await there.locator('.done', { hasText: 'Đã từ chối' }).waitFor()
  await dialog.locator('.problem', { hasText: /^Trường ta từ chối ngày/ }).waitFor()
  t.is([await dialog.getByLabel('Lý do từ chối').inputValue(), await dialog.locator('footer button').isDisabled()], ['Đang viết dở', true])
  await line(second, 'to', hoa.name).waitFor({ state: 'detached' })
}

export async function a_request_tells_a_stranger_nothing_and_is_granted(t) {
  const here = await t.as('clerk'), there = await t.as('other'), { pupils: [lan] } = await classOf(here, '01', ['Nông Thị Lan']), to = await classOf(there, '01', ['Lò Thị Cúc'])
  await there.goto('/chuyen-truong')
  const dialog = there.locator('dialog'), fields = { code: 'Mã định danh ở trường cũ', name: 'Họ tên', born: 'Ngày sinh' }
  const say = async said => {
    for (const [key, label] of Object.entries(fields)) await dialog.getByLabel(label).fill(said[key])
    await dialog.locator('select').selectOption(to.code)
    await dialog.getByLabel('Ngày chuyển').fill(DAY)
    await dialog.locator('footer button').click()
  }
  const shown = []
  for (const said of [{ code: lan.code, name: lan.name, born: '01/01/2018' }, { code: '1999999999', name: lan.name, born: '01/01/2018' }]) {
    await there.getByRole('button', { name: 'Xin nhận một em' }).click()
    await say(said)
    await dialog.locator('[role=alert]').waitFor()
    shown.push((await dialog.innerHTML()).replaceAll(said.code, '').replace(/ id="[^"]*"/g, ''))
    await there.keyboard.press('Escape')
  }
  t.is(shown[0], shown[1])
  await t.none(line(there, 'to', lan.name))
  await there.getByRole('button', { name: 'Xin nhận một em' }).click()
  await say(lan)
  await there.locator('.done', { hasText: `Đã xin nhận ${lan.name}` }).waitFor()
  await line(there, 'to', lan.name).locator('.problem', { hasText: 'Còn 7 ngày' }).waitFor()
  t.ok(!there.url().includes(lan.code) && !there.url().includes('2018'), 'điều đã hỏi nằm trong địa chỉ')
  await here.goto('/')
  await here.locator('.card a.line', { hasText: 'chuyển trường chờ trả lời' }).click()
  await line(here, 'from', lan.name).locator('.problem', { hasText: 'tự cho đi' }).waitFor()
  await line(here, 'from', lan.name).getByRole('button', { name: 'Cho đi' }).click()
  await here.locator('dialog footer button').click()
  await here.locator('.done', { hasText: `Đã cho ${lan.name} đi` }).waitFor()
  t.is((await status(there, lan.code)).class, to.code)
}

/* What time did, in the words of each side. */
export async function a_request_without_an_answer_is_told_to_both(t) {
  const sides = { clerk: 'from', other: 'to' }, words = { clerk: 'Trường ta không trả lời nên ngày', other: 'Trường kia không trả lời nên ngày' }
  for (const [role, side] of Object.entries(sides)) {
    const page = await t.as(role), { unit } = await ask(page, '/session'), own = { code: unit.code, name: unit.name }, far = { code: '19000999', name: 'Trường xa' }
    const x = { code: 'x', type: 'learner', person: '1900000001', name: 'Bàn Thị Xuân', started_by: 'to', state: 'released', day: '2026-03-16', other_grade: false,
      from: side === 'from' ? own : far, to: side === 'to' ? own : far, started_at: '2026-03-09T03:00:00Z', release_at: '2026-03-16T03:00:00Z', decided_at: '2026-03-16T03:00:01Z' }
    await page.route('**/api/v1/transfers?*', r => r.fulfill({ json: { items: [x] } }))
    await page.goto('/chuyen-truong?xem=xong')
    await line(page, side, x.name).locator('.how', { hasText: words[role] + ' 16/03/2026' }).waitFor()
  }
}

/* ---- doubles ---- */

const FAMILY = ['An', 'Bình', 'Chi', 'Dung', 'Giang', 'Hà', 'Khuê', 'Lệ', 'My', 'Nhung', 'Oanh', 'Phương', 'Quỳnh', 'Thảo', 'Uyên', 'Vân', 'Xoan', 'Yên', 'Đào', 'Ánh']

/* Twenty pairs: one with day and month turned round, the next with a mark left out. */
async function seed(page) {
  const one = await classOf(page, '03', FAMILY.map(n => `Ma Seo ${n}`)), second = one.pupils.map((p, i) => {
    const [day, month, year] = p.born.split('/')
    return { full_name: i % 2 ? p.name.replace('Ma', 'Má') : p.name, birth_date: i % 2 ? `${year}-${month}-${day}` : `${year}-${day}-${month}`, sex: '02', ethnic_group: '01', phone: '0912345678' }
  })
  return { one, others: await send(page, `/learners/batch?year=${YEAR}`, second) }
}

const whole = async (page, codes) => Promise.all(codes.map(async code => { const { version, changed_at, ...rest } = await ask(page, `/learners/${code}`); return rest }))

export async function twenty_pairs_are_decided_by_keyboard_and_given_back(t) {
  const page = await t.as('other', '/trung'), { one, others } = await seed(page), codes = [...one.pupils, ...others].map(p => p.code), before = await whole(page, codes)
  await page.getByRole('button', { name: 'Dò 50 em đầu' }).click()
  const head = n => page.locator('.card h2', { hasText: `Cặp ${n} trong 20` }).waitFor()
  for (let i = 0; i < 20; i++) {
    await head(i + 1)
    await page.locator('.pair thead th').nth(1).waitFor()
    if (i === 0) {
      await page.locator('.differ tr', { hasText: 'Ngày sinh' }).locator('small', { hasText: 'đổi chỗ ngày và tháng' }).waitFor()
      await page.keyboard.press('0')
      await page.locator('.differ small', { hasText: 'chỉ khác dấu' }).waitFor()
    }
    await page.keyboard.press(i % 4 === 3 ? '2' : '1')
    if (i % 4 === 3) continue
    const dialog = page.locator('dialog')
    await dialog.getByRole('button', { name: 'Nhập làm một' }).waitFor()
    if (i === 0) await dialog.locator('.moving, .one-of').first().waitFor()
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
  }
  await page.locator('.empty', { hasText: 'Đã xét xong cả 20 cặp' }).waitFor()
  t.is(await page.locator('.decided li').count(), 20)
  t.is((await ask(page, `/learners/${others[1].code}`)).code, one.pupils[1].code, 'mã cũ hơn không được giữ')
  for (let n = 20; n > 0; n--) {
    await page.locator('.decided li').first().getByRole('button', { name: 'Hoàn tác' }).click()
    await page.waitForFunction(left => document.querySelectorAll('.decided li').length === left, n - 1)
  }
  t.is(await whole(page, codes), before)
  await head(1)
}

export async function the_kept_record_takes_what_is_chosen(t) {
  const page = await t.as('other'), { pupils: [mo] } = await classOf(page, '04', ['Vừ Thị Mơ'], { phone: '0900000001' })
  const [twin] = await send(page, `/learners/batch?year=${YEAR}`, [{ full_name: 'Vừ Thị Mơ', birth_date: mo.born.split('/').reverse().join('-'), sex: '02', ethnic_group: '01', phone: '0900000002', birth_place: 'Trạm xá' }])
  await page.goto(`/ho-so/learners/${mo.code}?tab=same`)
  await page.getByRole('link', { name: 'Xét từng cặp' }).click()
  await page.locator('.pair thead th').nth(1).waitFor()
  await page.keyboard.press('1')
  const dialog = page.locator('dialog')
  await dialog.locator('p', { hasText: 'Lấy thêm từ hồ sơ kia: Nơi sinh.' }).waitFor()
  await dialog.locator('.one-of', { hasText: 'Số điện thoại liên hệ' }).getByText('0900000002').click()
  await dialog.locator('footer button').click()
  await page.locator('.decided li').waitFor()
  const kept = await ask(page, `/learners/${twin.code}`)
  t.is([kept.code, kept.phone, kept.birth_place], [mo.code, '0900000002', 'Trạm xá'])
  await page.getByRole('button', { name: 'Hoàn tác' }).click()
  await page.locator('.decided').waitFor({ state: 'detached' })
  const back = await ask(page, `/learners/${mo.code}`)
  t.is([back.phone, back.birth_place, (await ask(page, `/learners/${twin.code}`)).code], ['0900000001', null, twin.code])
  await page.locator('.pair thead th').nth(1).waitFor()
  await page.keyboard.press('2')
  await page.locator('.decided li', { hasText: 'hai người' }).waitFor()
}

/* Of a record elsewhere only the school is told; whoever looks is not shown more than the server says. */
export async function of_a_record_elsewhere_only_the_school_is_shown(t) {
  const page = await t.as('other'), { pupils: [hoa] } = await classOf(page, '05', ['Giàng Thị Hoa'])
  const item = { b: '19164401#7', record: null, unit: { code: '19164401', name: 'Trường Tiểu học Tạ Quang Bửu' }, decision: null, message: 'Trường Tiểu học Tạ Quang Bửu có một hồ sơ giống thế.' }
  await page.route('**/duplicates', r => (r.request().method() === 'GET' ? r.fulfill({ json: { items: [item], elsewhere: { asked: 1, too_new: 0, over_quota: 0, message: null } } }) : r.fulfill({ json: { decision: 'different' } })))
  await page.route('**/duplicates/decide', r => r.fulfill({ json: { decision: 'different' } }))
  await page.goto(`/trung?em=${hoa.code}`)
  await page.locator('.elsewhere', { hasText: item.message }).waitFor()
  await t.none(page.locator('.pair'))
  await page.keyboard.press('2')
  await page.locator('.decided li', { hasText: `${hoa.name} và ${item.unit.name}: hai người` }).waitFor()
}

/* ---- staff ---- */

export async function a_secondment_of_staff_is_recorded_and_taken_back(t) {
  const page = await t.as('other'), who = await send(page, '/staff', { full_name: 'Lý Thị Sáu', birth_date: '1985-04-03', sex: '02', ethnic_group: '01' })
  await page.goto(`/ho-so/staff/${who.code}?tab=events`)
  await page.getByRole('button', { name: 'Ghi biến động' }).click()
  const dialog = page.locator('dialog')
  await dialog.getByLabel('Nghỉ hưu', { exact: true }).check()
  await dialog.locator('#f-event_date').waitFor()
  await t.none(dialog.locator('#f-other_place'), 'nghỉ hưu mà hỏi nơi đến')
  await dialog.getByLabel('Biệt phái').check()
  await dialog.locator('#f-other_place').fill('Phòng Văn hoá xã')
  /* A day that cannot be is told at the day. */
  await dialog.locator('#f-event_date').fill('16/03/2126')
  await dialog.locator('#f-decision_number').fill('12/QĐ')
  await dialog.getByRole('button', { name: 'Ghi', exact: true }).click()
  await dialog.locator('.field', { has: page.locator('#f-event_date') }).getByText('chưa đến').waitFor()
  t.is(await dialog.getByText('chưa đến').count(), 1)
  await dialog.locator('#f-event_date').fill(DAY)
  await dialog.locator('#f-decision_number').fill('12/QĐ')
  await dialog.getByRole('button', { name: 'Ghi', exact: true }).click()
  await page.locator('.history li', { hasText: 'Biệt phái' }).locator('dd', { hasText: 'Phòng Văn hoá xã' }).waitFor()
  await page.locator('h1 + .about .status', { hasText: 'Đã biệt phái' }).waitFor()
  t.is((await ask(page, `/staff/${who.code}`)).status, '06')
  await page.getByRole('button', { name: 'Huỷ biến động sau cùng' }).click()
  await dialog.locator('footer button').click()
  await page.locator('.history li.undone').waitFor()
  await page.locator('h1 + .about .status', { hasText: 'Đang làm việc' }).waitFor()
}

/* ---- every state ---- */

const states = [
  ['offer', '/chuyen-truong', p => p.getByRole('button', { name: 'Cho chuyển đi' }).click()],
  ['request', '/chuyen-truong', p => p.getByRole('button', { name: 'Xin nhận một em' }).click()],
  ['done', '/chuyen-truong?xem=xong'], ['off', '/chuyen-truong?xem=thoi'],
  ['twins', '/trung'],
  ['rollover', `/chuyen-nam-hoc?nam=${YEAR}`, p => p.locator('.runs li, .runs .quiet').first().waitFor()],
]

export async function the_screens_of_movements_are_clean_to_axe(t) {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
    const page = await t.as('other', '/', options)
    for (const [name, where, act] of states) {
      await page.goto(where)
      await page.locator('h1').waitFor()
      if (act) await act(page)
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/move-${name}-${options.viewport?.width ?? 1366}.png` })
      t.is(await findings(page), [], name)
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: trang rộng hơn màn hình`)
    }
  }
}

/* Two records side by side, the question which stays, and what was decided. */
export async function a_pair_is_clean_to_axe(t) {
  for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]) {
    const page = await t.as('other', '/', options), { pupils: [one] } = await classOf(page, '02', ['Tẩn Mẩy Say'], { phone: '0900000001' })
    const [, month, day] = one.born.split('/').reverse()
    await send(page, `/learners/batch?year=${YEAR}`, [{ full_name: 'Tẩn Mẩy Sáy', birth_date: `${one.born.slice(-4)}-${day}-${month}`, sex: '02', ethnic_group: '01', phone: '0900000002' }])
    const look = async name => {
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/move-${name}-${options.viewport?.width ?? 1366}.png` })
      t.is(await findings(page), [], name)
      t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: trang rộng hơn màn hình`)
    }
    await page.goto(`/trung?em=${one.code}`)
    for (let n = 1; await page.locator('.pair thead th, .empty').first().waitFor().then(() => page.locator('.pair').count()); n++) {
      await page.locator('.pair thead th').nth(1).waitFor()
      await look('pair')
      await page.keyboard.press('1')
      await page.locator('.one-of').first().waitFor()
      await look('merge')
      await page.keyboard.press('Escape')
      await page.keyboard.press('2')
      await page.locator('.decided li').nth(n - 1).waitFor()
    }
    await look('decided')
  }
}

export async function who_may_not_is_told(t) {
  const viewer = await t.as('viewer', '/chuyen-truong')
  await viewer.locator('.state.noright').waitFor()
  const office = await t.as('manager', '/chuyen-truong')
  await office.locator('.empty', { hasText: 'Trang này của một trường.' }).waitFor()
}
