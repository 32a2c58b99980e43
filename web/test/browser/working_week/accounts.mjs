/* accounts.mjs - steps 1 to 6: offices and schools come into being, and accounts down the chain (Thông tư 42/2021, điều 9). */
import { findings } from '../axe.mjs'
import { file } from '../book.mjs'
import { agree, begins, dialog, find, firstTime, menu, picture, press, save, says } from './hands.mjs'

const ONCE = /[a-z0-9]{4}(-[a-z0-9]{4}){3}/
export const SO = 'Sở Giáo dục và Đào tạo tỉnh Thái Nguyên', OFFICE = 'UBND phường Phan Đình Phùng', SCHOOL = 'Trường TH, THCS và THPT Hương Sơn', OTHER = 'Trường Tiểu học Đồng Quang'

/* Somebody new in a window of their own. */
async function newcomer(week, account) {
  const page = await week.t.visitor()
  await firstTime(page, account)
  return page
}

/* By an administrator, of a unit found by typing; answers name and one-time password, as the slip has them. */
async function issue(page, { unit, role, name, staff, shown }) {
  await menu(page, 'Tài khoản')
  await press(page, 'Cấp tài khoản')
  if (unit) await find(page, '#acc-unit', unit, unit)
  const roles = dialog(page).locator('select')
  await roles.locator('option', { hasText: role }).waitFor({ state: 'attached' })
  await roles.selectOption({ label: role })
  if (staff) await find(page, '#acc-staff', staff, staff)
  await dialog(page).getByLabel('Tên tài khoản').fill(name)
  await agree(page)
  const password = (await dialog(page).locator('.shown-once').textContent()).match(ONCE)[0]
  if (shown) await picture(page, shown)
  await press(page, 'Đã ghi lại')
  return { name, password }
}

/* Below the unit that is shown. */
async function openUnit(page, kind, place, name) {
  await press(page, 'Lập đơn vị bên dưới')
  if (kind) await dialog(page).locator('select').selectOption({ label: kind })
  await find(page, '#uni-place', place, place)
  if (kind) await picture(page, 'unit')
  await agree(page)
  await page.locator('.one-unit h2', { hasText: name }).waitFor()
}

export async function signsIn(week) {
  week.first = await newcomer(week, week.t.people.first)
  await week.first.locator('.card', { hasText: 'Bắt đầu từ đây' }).waitFor()
  week.t.is(await findings(week.first), [], 'trợ năng')
  await picture(week.first, 'begin')
  await begins(week.first, 'Lập các đơn vị bên dưới')
  await openUnit(week.first, '', 'Tỉnh Thái Nguyên', SO)
}

export async function issuesOfTheProvince(week) {
  week.soAdmin = await newcomer(week, await issue(week.first, { unit: 'Thái Nguyên', role: 'Quản trị đơn vị', name: 'quantri.so19' }))
  week.so = await newcomer(week, await issue(week.soAdmin, { role: 'Cán bộ quản lý dữ liệu cấp trên', name: 'so19' }))
}

export async function issuesOfTheOffice(week) {
  await menu(week.so, 'Đơn vị')
  await openUnit(week.so, 'UBND cấp xã', 'Phan Đình Phùng', OFFICE)
  week.officeAdmin = await newcomer(week, await issue(week.soAdmin, { unit: 'Phan Đình Phùng', role: 'Quản trị đơn vị', name: 'quantri.phandinhphung' }))
  week.office = await newcomer(week, await issue(week.officeAdmin, { role: 'Cán bộ quản lý dữ liệu cấp trên', name: 'phandinhphung' }))
}

/* Of the schools of the office a list, as it keeps one. */
const REGISTER = [
  ['Mã trường', 'Tên trường', 'Nhóm cấp học', 'Loại hình', 'Điện thoại'],
  ['19164801', SCHOOL, 'Phổ thông', 'Công lập', '02083851234'],
  ['19164802', OTHER, 'Tiểu học', 'Công lập', '02083855678'],
]

export async function issuesOfASchool(week) {
  await begins(week.office, 'Nạp danh sách trường')
  await week.office.setInputFiles('.drop-box input', file('danh-muc-truong.xlsx', REGISTER))
  await week.office.locator('.stage .primary').click()
  await week.office.locator('.figure', { hasText: 'hồ sơ mới' }).locator('b', { hasText: '2' }).waitFor()
  await press(week.office, /^Ghi 2 dòng/)
  await says(week.office, 'Đã ghi xong')
  const issued = { role: 'Quản trị đơn vị', name: 'quantri.huongson', unit: 'Hương Sơn', shown: 'slip' }
  week.atSchool = await issue(week.officeAdmin, issued)
  week.atOther = await issue(week.officeAdmin, { role: 'Hiệu trưởng', name: 'hieutruong.dongquang', unit: 'Đồng Quang' })
}

/* Whoever heads a school has two accounts: one that issues accounts and sees no records, one to work with records. */
export async function theHeadSignsIn(week) {
  week.schoolAdmin = await newcomer(week, week.atSchool)
  week.head = await newcomer(week, await issue(week.schoolAdmin, { role: 'Hiệu trưởng', name: 'hieutruong.huongson' }))
}

const TEACHER = 'Nguyễn Thị Thu Hà'

/* A teacher's account is of somebody on the staff, whom the head enters before. */
export async function issues(week) {
  week.atClerk = await issue(week.schoolAdmin, { role: 'Văn thư nhập liệu', name: 'vanthu.huongson' })
  await menu(week.head, 'Cán bộ, giáo viên')
  await week.head.getByRole('link', { name: 'Thêm' }).first().click()
  await week.head.fill('#f-full_name', TEACHER)
  await week.head.fill('#f-birth_date', '12/08/1986')
  await week.head.selectOption('#f-sex', { label: 'Nữ' })
  await save(week.head)
  week.teacher = await newcomer(week, await issue(week.schoolAdmin, { role: 'Giáo viên', name: 'gv.thuha', staff: TEACHER }))
}
