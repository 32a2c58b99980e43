/* year.mjs - steps 25 to 32: the school goes over to the next year and back; its form goes up, comes back, is accepted and added up. */
import { agree, comesBack, dialog, menu, picture, press, save, says, YEAR } from './hands.mjs'
import { KLASS, pupils, years } from './list.mjs'
import { OTHER, SCHOOL } from './accounts.mjs'

const primary = pupils.filter(p => p[KLASS] !== '12A').length

export async function rollsOverAndBack({ clerk }) {
  await menu(clerk, 'Chuyển năm học')
  await clerk.locator('.plan .figures').waitFor()
  await picture(clerk, 'rollover')
  await press(clerk, 'Chuyển năm học')
  await agree(clerk)
  await says(clerk, `vào năm học ${years(YEAR + 1)}`)
  await press(clerk, 'Huỷ lần chuyển')
  await agree(clerk)
  await says(clerk, 'Đã huỷ lần chuyển')
}

const part = (page, name) => page.locator('.report-page .tabs a', { hasText: `Phần ${name}` }).click()
const cell = (page, at) => page.locator(`.form-box [data-at="${at}"]`)
const act = (page, name) => page.locator('.report-actions').getByRole('button', { name }).click()

export async function computesTheForm(week) {
  const { head, t } = week
  await menu(head, 'Báo cáo thống kê')
  await press(head, 'Tính một biểu')
  await agree(head)
  await part(head, 'III')
  t.is(await cell(head, '37E').innerText(), String(primary))
}

export async function drillsIntoAFigure(week) {
  const { head } = week
  await cell(head, '37E').locator('button').click()
  await head.locator('.panel .counted li').first().waitFor()
  await picture(head, 'figure')
  await head.keyboard.press('Escape')
}

/* What the form warns of is looked at, one after the other. */
async function sends(page, name) {
  await act(page, name)
  const next = dialog(page).getByRole('button', { name: 'Đúng như vậy' }), last = dialog(page).getByRole('button', { name: 'Gửi', exact: true })
  await next.or(last).waitFor()
  while (await next.count()) await next.click()
  await last.click()
  await says(page, 'Đã gửi lên cấp trên')
}

export const submits = ({ head }) => sends(head, 'Gửi lên cấp trên')

const WHY = 'Chưa ghi trường ở vùng nào'

export async function theOfficeReturnsIt({ office }) {
  await comesBack(office)
  await menu(office, 'Hộp duyệt')
  await office.locator('.inbox-row', { hasText: SCHOOL }).click()
  await office.getByRole('link', { name: 'Mở cả biểu' }).click()
  await act(office, 'Trả lại')
  await cell(office, '1E').locator('button').click()
  await office.getByLabel('phải sửa gì').fill('Ghi vùng ở trang Thông tin trường')
  await office.getByLabel('Lý do trả lại').fill(WHY)
  await picture(office, 'return')
  await office.locator('.panel').getByRole('button', { name: 'Trả lại' }).click()
  await says(office, 'Đã trả lại')
}

export async function theHeadResubmits({ head }) {
  await comesBack(head)
  await head.locator('.card a.line', { hasText: WHY }).first().click()
  await head.locator('.remarks button', { hasText: 'Ghi vùng ở trang Thông tin trường' }).waitFor()
  await menu(head, 'Thông tin trường')
  await head.selectOption('#f-region', { label: 'Trung du' })
  await save(head)
  await menu(head, 'Báo cáo thống kê')
  await head.locator('tbody tr', { hasText: 'Bị trả lại' }).getByRole('link').click()
  await act(head, 'Tính lại từ hồ sơ')
  await says(head, 'ô khác trước')
  await sends(head, 'Sửa xong, gửi lại')
}

export async function theOfficeAccepts({ office }) {
  await comesBack(office)
  await office.locator('.card a', { hasText: 'báo cáo chờ tiếp nhận' }).click()
  await office.locator('.inbox-row', { hasText: SCHOOL }).click()
  await office.locator('.panel .form-box').first().waitFor()
  await office.keyboard.press('a')
  await agree(office)
  await office.locator('.inbox-row').first().waitFor({ state: 'detached' })
}

export async function theSoSumsUp(week) {
  const { so, t } = week
  await menu(so, 'Báo cáo thống kê')
  await press(so, 'Tính một biểu')
  await agree(so)
  await so.locator('.missing-units li', { hasText: OTHER }).waitFor()
  t.is(await so.locator('.missing-units li', { hasText: SCHOOL }).count(), 0)
  await picture(so, 'sum')
  await press(so, 'Xem đơn vị nào')
  t.ok(await so.locator('.missing-units').evaluate(e => e.getBoundingClientRect().top < innerHeight), 'chưa tới danh sách đơn vị')
  await part(so, 'III')
  t.is(await cell(so, '37E').innerText(), String(primary))
}
