/* approve.test.mjs - what waits for somebody's word: reports, exports, transfers in one list, answered by keys while others do the same. */
import { findings, findingsInBoth } from './axe.mjs'
import { ask } from './at.mjs'
import { addressOf, aSchool, COMMUNE, focused, newcomer, PERIOD, reportOf, schoolsThatSent } from './reports.mjs'
import { aClass, send } from './sheet.mjs'

const rows = page => page.locator('.inbox-row')
const openInbox = async page => { await page.goto('/duyet'); await page.locator('.inbox-row, .empty').first().waitFor() }

/* Until nothing is left: a, Enter, and the next one is there. */
async function acceptsAll(page) {
  const told = []
  await page.keyboard.press('j')
  while (await rows(page).count() > 0) {
    const first = await page.locator('.inbox-row[aria-pressed=true]').getAttribute('data-key')
    await page.keyboard.press('a')
    await page.locator('dialog footer button').waitFor()
    await page.keyboard.press('Enter')
    await page.locator(`.inbox-row[data-key="${first}"]`).waitFor({ state: 'detached' })
    told.push(await page.locator('.said').innerText())
  }
  return told
}

export async function approve_forty_reports_by_keys_while_a_second_officer_does_the_same(t) {
  const units = await schoolsThatSent(t, Array.from({ length: 40 }, (_, i) => `Trường Thử Duyệt ${String(i + 1).padStart(2, '0')}`))
  const one = await newcomer(t, 'duyet.mot', 'manager', COMMUNE), two = await newcomer(t, 'duyet.hai', 'manager', COMMUNE)
  for (const page of [one, two]) await openInbox(page)
  t.is([await rows(one).count(), await rows(two).count()], [40, 40])
  t.is(await rows(one).first().innerText().then(x => x.split('\n')[0]), 'Trường Thử Duyệt 01 · 02-TH-ĐN, đầu năm học 2025–26', 'cũ nhất trước')
  const told = (await Promise.all([acceptsAll(one), acceptsAll(two)])).flat(), slower = told.filter(x => x.includes('đã được tiếp nhận lúc'))
  t.is(told.length, 80)
  t.is([told.filter(x => x.includes('xong')).length, slower.length], [40, 40])
  for (const page of [one, two]) t.is([await page.locator('.empty').count(), await page.locator('.state.refused, .problem').count()], [1, 0])
  const { totals } = await ask(one, `/reports/progress?within=${COMMUNE}&form=02-TH-DN&period=${PERIOD}&limit=1`)
  t.ok(totals.accepted >= 40 && totals.submitted === 0, JSON.stringify(totals))
  t.is((await reportOf(one, units[39])).state, 'accepted')
}

export async function approve_together_only_what_does_not_warn(t) {
  const [clean] = await schoolsThatSent(t, ['Trường Thử Không Cảnh Báo']), [warns] = await schoolsThatSent(t, ['Trường Thử Có Cảnh Báo'], { region: null })
  const page = await newcomer(t, 'duyet.gop', 'manager', COMMUNE)
  await openInbox(page)
  t.is(await findingsInBoth(page), [])
  await page.getByRole('button', { name: 'Tiếp nhận các báo cáo không có cảnh báo' }).click()
  await page.locator('dialog', { hasText: '1 báo cáo có cảnh báo ở lại' }).getByRole('button', { name: 'Tiếp nhận', exact: true }).click()
  await page.locator('.said', { hasText: 'Đã tiếp nhận' }).waitFor()
  t.is([(await reportOf(page, clean)).state, (await reportOf(page, warns)).state], ['accepted', 'submitted'])
  /* The one that warns is looked at and goes back, by keys. */
  await page.keyboard.press('j')
  await page.locator('.panel .checks', { hasText: 'Mã số 1' }).waitFor()
  t.is(await findingsInBoth(page), [], 'mở')
  await page.keyboard.press('r')
  await page.locator('dialog input').waitFor()
  await page.keyboard.type('Chưa ghi vùng')
  await page.keyboard.press('Enter')
  await page.locator('.empty').waitFor()
  const back = await reportOf(page, warns)
  t.is([back.state, back.note], ['returned', 'Chưa ghi vùng'])
}

export async function approve_sends_back_with_cells_by_keys_alone(t) {
  const units = await schoolsThatSent(t, ['Trường Thử Ô Một', 'Trường Thử Ô Hai', 'Trường Thử Ô Ba']), page = await newcomer(t, 'duyet.o', 'manager', COMMUNE)
  const row = i => page.locator('.inbox-row', { hasText: ['Ô Một', 'Ô Hai', 'Ô Ba'][i] }), press = async (...keys) => { for (const k of keys) await page.keyboard.press(k) }
  const table = () => page.locator('.panel .form-box [tabindex="0"]').waitFor(), at = () => focused(page)
  await openInbox(page)
  await page.keyboard.press('j')
  for (let i = 0; i < 40 && await row(1).getAttribute('aria-pressed') !== 'true'; i++) await page.keyboard.press('j')
  await table()
  await press('o')
  const first = await at()
  t.ok(first, 'phím o không vào biểu')
  await press('Enter')
  await page.keyboard.type('Thiếu lớp 1B')
  await press('Enter')
  t.is(await at(), first, 'Enter ở lời ghi trở lại ô ấy')
  await press('ArrowDown', 'Enter')
  const second = await page.evaluate(() => document.activeElement.id.replace('note-', ''))
  t.ok(second && second !== first, second)
  /* Not a word yet: it does not go; and other reports can be looked at meanwhile. */
  await press('Enter', 'r')
  await page.locator('dialog input').waitFor()
  await page.keyboard.type('Xem các ô')
  t.is(await page.locator('dialog footer button').last().isDisabled(), true)
  await press('Escape', 'j')
  t.is([await row(2).getAttribute('aria-pressed'), await page.locator('.with-drop').count()], ['true', 0])
  await press('k')
  await table()
  t.is(await page.locator('.with-drop input').first().inputValue(), 'Thiếu lớp 1B')
  t.is(await findingsInBoth(page), [], 'ghi ở ô')
  await page.locator('#note-' + second).focus()
  await page.keyboard.type('Đếm trùng')
  await press('Enter', 'r')
  await page.locator('dialog', { hasText: '2 ô' }).waitFor()
  t.is(await page.locator('dialog input').inputValue(), 'Xem các ô', 'mất lý do khi đóng bằng Esc')
  await press('Escape')
  /* The whole form has what was written in the inbox, and the inbox what was written in the form. */
  await page.getByRole('link', { name: 'Mở cả biểu' }).click()
  await page.locator('.actions').getByRole('button', { name: 'Trả lại' }).click()
  t.is(await page.getByLabel('Lý do trả lại').inputValue(), 'Xem các ô', 'mất lý do sang cả biểu')
  t.is(await page.locator('.panel .with-drop input').evaluateAll(all => all.map(x => x.value)), ['Thiếu lớp 1B', 'Đếm trùng'], 'mất lời ghi sang cả biểu')
  await page.getByLabel('Lý do trả lại').fill('Xem hai ô')
  await page.keyboard.press('Escape')
  await page.goBack()
  await row(1).click()
  await table()
  t.is(await page.locator('.with-drop input').first().inputValue(), 'Thiếu lớp 1B', 'mất lời ghi khi trở lại hộp duyệt')
  await press('r')
  t.is(await page.locator('dialog input').inputValue(), 'Xem hai ô', 'mất lý do khi trở lại hộp duyệt')
  await press('Enter')
  await row(1).waitFor({ state: 'detached' })
  t.is(await row(2).evaluate(r => [r.getAttribute('aria-pressed'), r === document.activeElement]), ['true', true], 'mất chỗ trong danh sách')
  const back = await reportOf(page, units[1])
  t.is([back.state, back.note, back.remarks.map(x => [`${x.row}${x.column}`, x.note])], ['returned', 'Xem hai ô', [[first, 'Thiếu lớp 1B'], [second, 'Đếm trùng']]])
}

export async function approve_exports_and_transfers_in_the_same_list(t) {
  const office = await t.as('manager'), unit = await aSchool(office, 'Trường Thử Hộp Duyệt'), other = await aSchool(office, 'Trường Thử Cho Đi')
  const head = await newcomer(t, `truong.${unit}`, 'head', unit), clerk = await newcomer(t, `vanthu.${unit}`, 'clerk', unit)
  const there = await newcomer(t, `truong.${other}`, 'head', other)
  await aClass(head, 501)
  const wish = purpose => send(clerk, '/exports', { sheet: 'class-list', unit, year: 2025, purpose })
  const first = await wish('Nộp danh sách cho phòng khám'), second = await wish('Gửi cho công ty chụp ảnh')
  t.is(first.state, 'waiting_approval')
  const two = page => send(page, '/classes', { name: '2A', grade: '02', school_year: 2025 }), name = 'Vi Thị Chuyển', goal = await two(head)
  const [{ code: person }] = await send(there, '/learners/batch?year=2025', [{ full_name: name, birth_date: '2018-03-04', sex: '02', ethnic_group: '01' }])
  await send(there, '/enrolments/batch?year=2025', [{ learner: person, class: (await two(there)).code, school_year: 2025 }])
  const missed = []
  head.on('response', r => { if (r.status() === 404) missed.push(r.url()) })
  const { code } = await send(there, '/transfers', { person, to_school: unit, day: '2026-02-02', reason: 'Theo gia đình' })
  await head.goto('/')
  await head.locator('.card a', { hasText: '2 tệp xuất chờ duyệt' }).click()
  await head.waitForURL(u => u.pathname === '/duyet')
  await rows(head).nth(2).waitFor()
  await head.keyboard.press('j')
  await head.locator('.panel', { hasText: 'Nộp danh sách cho phòng khám' }).waitFor()
  t.is(await findings(head), [])
  await head.keyboard.press('a')
  await head.locator('dialog', { hasText: 'sẽ tải được tệp này' }).waitFor()
  await head.keyboard.press('Enter')
  await head.locator('.panel', { hasText: 'Gửi cho công ty chụp ảnh' }).waitFor()
  await head.keyboard.press('r')
  await head.locator('dialog input').waitFor()
  await head.keyboard.type('Không cần danh sách')
  await head.keyboard.press('Enter')
  await head.locator('.panel', { hasText: 'Theo gia đình' }).waitFor()
  const [yes, no] = [await ask(clerk, `/exports/${first.id}`), await ask(clerk, `/exports/${second.id}`)]
  t.ok(yes.state !== 'waiting_approval' && yes.decided_by === `truong.${unit}`, JSON.stringify(yes))
  t.is([no.state, no.reason], ['refused', 'Không cần danh sách'])
  await head.locator('.inbox-row', { hasText: `Xin chuyển đến: ${name}` }).waitFor()
  await head.locator('.panel dd', { hasText: 'Khối 2' }).waitFor()
  await head.locator('.panel dd', { hasText: '04/03/2018' }).waitFor()
  await head.keyboard.press('a')
  t.is(await head.locator('dialog optgroup').first().getAttribute('label'), 'Khối 2', 'khối của em đứng đầu')
  await head.locator('dialog select').selectOption(goal.code)
  await head.locator('dialog footer button').click()
  await head.locator('.empty').waitFor()
  t.is((await ask(head, `/transfers/${code}`)).state, 'done')
  t.is(missed, [])
}

export async function approve_is_not_for_the_clerk_and_waits_for_a_lost_line(t) {
  const clerk = await t.as('clerk', '/duyet')
  await clerk.locator('main', { hasText: 'Vai trò của bạn' }).waitFor()
  t.is(await clerk.locator('#menu a[href="/duyet"]').count(), 0)
  const [unit] = await schoolsThatSent(t, ['Trường Thử Mất Mạng']), page = await newcomer(t, 'duyet.mang', 'manager', COMMUNE)
  await openInbox(page)
  await page.locator('.inbox-row', { hasText: 'Mất Mạng' }).click()
  await page.locator('.panel .form-box').first().waitFor()
  await page.keyboard.press('a')
  await page.locator('dialog footer button').waitFor()
  await page.context().setOffline(true)
  await page.keyboard.press('Enter')
  await page.locator('dialog .problem').waitFor()
  await page.context().setOffline(false)
  await page.locator('.bar-note', { hasText: 'Đã nối lại' }).waitFor()
  await page.locator('dialog footer button').click()
  await page.locator('.inbox-row', { hasText: 'Mất Mạng' }).waitFor({ state: 'detached' })
  t.is((await reportOf(page, unit)).state, 'accepted')
  await page.goto(addressOf(unit))
  await page.locator('.report-head', { hasText: 'Đã tiếp nhận' }).waitFor()
}
