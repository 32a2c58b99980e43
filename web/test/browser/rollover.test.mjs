/* rollover.test.mjs - a school that goes over to the next year, and back. */
import { findingsInBoth } from './axe.mjs'
import { ask } from './at.mjs'
import { aSchool, newcomer } from './reports.mjs'
import { classOf, filter, YEAR } from './sheet.mjs'

const figures = async box => Object.fromEntries(await box.locator('.figures > div').evaluateAll(all => all.map(e => [e.querySelector('dt').textContent, e.querySelector('dd').textContent])))

export async function a_school_goes_over_as_the_preview_said_and_back(t) {
  const page = await t.as('other'), last = await classOf(page, '05', ['Thào Thị Út', 'Thào Thị Ba']), first = await classOf(page, '01', ['Thào Thị Tư', 'Thào Thị Năm'])
  const [{ code: stays }] = (await ask(page, `/enrolments?year=${YEAR}&filter=${filter('learner.code', first.pupils[0].code)}`)).items
  const { csrf } = await ask(page, '/session')
  t.is((await page.request.patch(`/api/v1/enrolments/${stays}`, { data: { promotion: '02' }, headers: { 'X-CSRF-Token': csrf, 'If-Match': '*' } })).status(), 200)
  await page.goto('/chuyen-nam-hoc')
  await page.locator('.plan .figures').waitFor()
  const preview = await ask(page, `/rollovers/preview?year=${YEAR}&keep_homeroom=true`), said = await figures(page.locator('.plan'))
  t.is([said['Lên lớp'], said['Lưu ban'], said['Ra trường'], said['Lớp được lập']].map(Number), [preview.counts.promoted, 1, preview.counts.leaving, preview.counts.classes])
  await page.locator('.bar-note', { hasText: `Chưa có kết quả cả năm: ${preview.counts.not_said} em` }).getByRole('link', { name: 'Ghi kết quả' }).waitFor()
  const rows = page.locator('.plan tbody tr')
  await rows.filter({ hasText: first.name }).filter({ hasText: 'Lưu ban' }).locator('td a', { hasText: '1' }).waitFor()
  await rows.filter({ hasText: last.name }).filter({ hasText: 'hết cấp' }).waitFor()
  await page.getByRole('button', { name: 'Chuyển năm học' }).click()
  const asks = page.locator('dialog'), span = y => `${y}–${(y + 1) % 100}`
  t.is(await figures(asks), said)
  await asks.getByRole('heading', { name: `Chuyển từ năm học ${span(YEAR)} sang ${span(YEAR + 1)}?` }).waitFor()
  t.ok((await asks.innerText()).includes(`${preview.counts.enrolments + preview.counts.leaving} em của`), await asks.innerText())
  await asks.locator('.warning', { hasText: 'Chưa có kết quả cả năm' }).waitFor()
  await page.locator('dialog footer button').click()
  await page.locator('.done', { hasText: `Đã chuyển ${preview.counts.enrolments} em` }).waitFor()
  const [run] = (await ask(page, '/rollovers')).items
  t.is(run.counts, preview.counts)
  t.is((await ask(page, `/enrolments?year=${YEAR + 1}&count=1&limit=1`)).total, preview.counts.enrolments)
  t.is((await ask(page, `/classes?year=${YEAR + 1}&count=1&limit=1`)).total, preview.counts.classes)
  await page.locator('.empty', { hasText: 'sang năm học mới hoặc ra trường' }).waitFor() // of the year that went over still, not of the next one
  await page.goto(`/chuyen-nam-hoc?nam=${YEAR + 1}`)
  await page.getByRole('button', { name: 'Chuyển năm học' }).click()
  await asks.getByRole('heading', { name: `${span(YEAR + 1)} sang ${span(YEAR + 2)}` }).waitFor()
  t.is(await asks.locator('.warning', { hasText: `Năm học ${span(YEAR + 1)} còn đến tháng 05/${YEAR + 2}` }).count(), new Date().toISOString() < `${YEAR + 2}-05` ? 1 : 0)
  await page.goto(`/chuyen-nam-hoc?nam=${YEAR}`)
  await page.locator('.runs li').first().getByRole('button', { name: 'Huỷ lần chuyển' }).click()
  await page.locator('dialog footer button').click()
  await page.locator('.done', { hasText: 'Đã huỷ lần chuyển' }).waitFor()
  await page.locator('.runs li.undone').first().waitFor()
  t.is(await figures(page.locator('.plan')), said)
  t.is((await ask(page, `/enrolments?year=${YEAR + 1}&count=1&limit=1`)).total, 0)
  await page.goto('/quan-tri/nhat-ky')
  const undone = page.locator('ol.log > li', { hasText: `huỷ lần chuyển năm học ${span(YEAR)} sang ${span(YEAR + 1)}` }), done = page.locator('ol.log > li', { hasText: `chuyển năm học ${span(YEAR)} sang` }).filter({ hasNotText: 'huỷ' })
  await undone.getByText('hồ sơ trở lại').waitFor()
  await done.locator('summary', { hasText: 'thay đổi đã ghi' }).waitFor()
  t.is(await done.getByRole('link').first().evaluate(a => a.pathname + a.search), `/chuyen-nam-hoc?nam=${YEAR}`)
}

/* What somebody built on it stays, and the server says what and why. */
export async function what_was_used_since_is_told_by_an_undo(t) {
  const page = await t.as('other')
  await page.route('**/rollovers?*', r => r.fulfill({ json: { items: [{ id: 'k', state: 'done', taken_back: 0, remaining: 3, made_at: '2026-06-01T03:00:00Z', made_by: 'ai', unit: 'u', year: 2024, continue_levels: false, keep_homeroom: true,
    counts: { promoted: 1, retained: 0, completed: 0, not_said: 0, already: 0, skipped: 0, classes: 1, enrolments: 1, leaving: 0 }, grades: [], classes: [] }] } }))
  const problems = Array.from({ length: 7 }, (_, i) => ({ field: 'x' + i, key: 'rollover.used', message: `Lớp ${i} đã được dùng.` }))
  await page.route('**/rollovers/k/undo', r => r.fulfill({ status: 409, contentType: 'application/problem+json', json: { status: 409, key: 'rollover.changed', detail: '7 hồ sơ đã được sửa.', problems } }))
  await page.goto(`/chuyen-nam-hoc?nam=${YEAR}`)
  await page.getByRole('button', { name: 'Huỷ lần chuyển' }).click()
  await page.locator('dialog footer button').click()
  await page.locator('dialog [role=alert]', { hasText: '7 hồ sơ đã được sửa.' }).waitFor()
  t.is(await page.locator('dialog [role=alert] > ul li').count(), 5)
  await page.locator('dialog summary', { hasText: 'Xem thêm 2 điều' }).click()
  await page.locator('dialog details li', { hasText: 'Lớp 6 đã được dùng.' }).waitFor()
}

/* What was said of the run goes with what was taken back; what stays is called by its name, and leads to its page. */
export async function a_roll_over_taken_back_in_part_says_by_name_what_stays(t) {
  const office = await t.as('manager'), unit = await aSchool(office, 'Trường Thử Huỷ Một Phần'), page = await newcomer(t, `truong.${unit}`, 'head', unit)
  const { pupils } = await classOf(page, '01', ['Thào Thị Sáu', 'Thào Thị Bảy', 'Thào Thị Tám']), [{ code }] = (await ask(page, `/enrolments?year=${YEAR}&filter=${filter('learner.code', pupils[2].code)}`)).items
  const done = await page.request.patch(`/api/v1/enrolments/${code}`, { data: { promotion: '03' }, headers: { 'X-CSRF-Token': (await ask(page, '/session')).csrf, 'If-Match': '*' } })
  t.is(done.status(), 200)
  await page.goto(`/chuyen-nam-hoc?nam=${YEAR}`)
  const cannot = page.locator('.plan li', { hasText: 'Người học Thào Thị Tám: ghi hoàn thành cấp học' })
  t.is(await cannot.getByRole('link', { name: 'Thào Thị Tám' }).evaluate(a => new URL(a.href).pathname), `/ho-so/learners/${pupils[2].code}`)
  await page.getByRole('button', { name: 'Chuyển năm học' }).click()
  await page.locator('dialog footer button').click()
  await page.locator('.done', { hasText: 'Đã chuyển 2 em' }).waitFor()
  const [made] = (await ask(page, `/classes?year=${YEAR + 1}`)).items, { csrf } = await ask(page, '/session')
  const room = await page.request.patch(`/api/v1/classes/${made.code}`, { data: { name: '2 Hoa Ban' }, headers: { 'X-CSRF-Token': csrf, 'If-Match': '*' } })
  t.is(room.status(), 200)
  await page.getByRole('button', { name: 'Huỷ lần chuyển' }).click()
  await page.locator('dialog footer button').click()
  const left = page.locator('dialog li', { hasText: 'Lớp học 2 Hoa Ban đã được sửa' })
  await left.waitFor()
  t.is(await left.getByRole('link', { name: '2 Hoa Ban' }).evaluate(a => new URL(a.href).pathname), `/ho-so/classes/${made.code}`)
  t.is(await findingsInBoth(page), [])
  await page.locator('dialog footer button').click()
  await page.locator('.runs li', { hasText: 'còn lại 1' }).waitFor()
  await t.none(page.locator('.done'))
}
