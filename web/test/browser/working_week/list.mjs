/* list.mjs - steps 7 to 13: the list of pupils as the school keeps it, with what is wrong in it. */
import { readFileSync } from 'node:fs'
import { corrected, file, rowsOf } from '../book.mjs'
import { name } from '../typing.mjs'
import { SCHOOL } from './accounts.mjs'
import { begins, firstTime, picture, press, says, YEAR } from './hands.mjs'

const two = n => String(n).padStart(2, '0')
export const years = (from = YEAR) => `${from}–${two((from + 1) % 100)}`

/* As many as make a file wait for the head: three classes of each grade of primary school, and one of grade 12. */
const CLASSES = [1, 2, 3, 4, 5].flatMap(grade => ['A', 'B', 'C'].map(x => ({ grade, name: `${grade}${x}`, pupils: 34 }))).concat({ grade: 12, name: '12A', pupils: 6 })

/* Columns of the list. */
export const KLASS = 1, NAME = 2, BORN = 3, GROUP = 5, ID = 6, PHONE = 7

function pupil(i, { grade, name: klass }) {
  const born = YEAR - 5 - grade, girl = i % 2 === 1
  return [String(i + 1), klass, `${name(i)} ${name(Math.floor(i / 7) + 3).split(' ').at(-1)}`, `${two(1 + (Math.floor(i / 12) % 28))}/${two(1 + (i % 12))}/${born}`,
    girl ? 'Nữ' : 'Nam', i % 3 ? 'Kinh' : 'Tày', `019${girl ? 3 : 2}${two(born % 100)}${String(i).padStart(6, '0')}`, `0912${String(i).padStart(6, '0')}`]
}

let n = 0
export const pupils = CLASSES.flatMap(c => Array.from({ length: c.pupils }, () => pupil(n++, c)))

/* What the list has not: identity numbers of class 1A, and of one of grade 12.  What it has wrong: a day, and an ethnic group. */
export const WITHOUT = '1A'
export const IN_12 = pupils.find(p => p[KLASS] === '12A')
const WRONG_DAY = 40, WRONG_GROUP = 41
const asKept = (p, at) => p.map((x, column) => (column === ID && (p[KLASS] === WITHOUT || p === IN_12) ? '' : at === WRONG_DAY && column === BORN ? '31/02/2019'
  : at === WRONG_GROUP && column === GROUP ? 'Sao Hoả' : x))

const TITLE = 'Số máy gọi khi cần', ABOVE = 3
/* The year of the list is that of last year's, of which it is a copy. */
const messy = [['TRƯỜNG TH, THCS VÀ THPT HƯƠNG SƠN'], [`DANH SÁCH HỌC SINH NĂM HỌC ${YEAR - 1}-${YEAR}`],
  ['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc', 'Số định danh cá nhân', TITLE],
  ...pupils.map(asKept)]
const GOOD = pupils.length - 2

export async function theClerkSignsIn(week) {
  week.clerk = await week.t.visitor()
  await firstTime(week.clerk, week.atClerk)
  const school = week.clerk.locator('.who a', { hasText: SCHOOL }) // lacks both its province and its commune
  await school.first().waitFor()
  week.t.is(await school.count(), 1, 'trường kể')
}

export async function dropsAMessyList({ clerk }) {
  await begins(clerk, 'Nạp danh sách học sinh')
  await clerk.setInputFiles('.drop-box input', file('danh-sach-toan-truong.xlsx', messy))
  await picture(clerk, 'drop')
  await clerk.locator('.stage .primary').click()
}

const figure = (page, words, n) => page.locator('.figure', { hasText: words }).locator('b', { hasText: String(n) }).waitFor()

export async function readsThePreview({ clerk }) {
  await figure(clerk, 'hồ sơ mới', GOOD)
  await figure(clerk, 'dòng lỗi, bị bỏ', 2)
}

export async function answersItsQuestions({ clerk }) {
  await clerk.getByRole('combobox', { name: `Cột «${TITLE}» là mục` }).fill('dien thoai lien he')
  await clerk.getByRole('option', { name: /Số điện thoại liên hệ/ }).click()
  await press(clerk, 'Thử lại')
  await clerk.locator('.figure').first().waitFor() // tried again
  await clerk.getByText(`Vẫn nạp vào ${years()}`).click()
  await picture(clerk, 'preview')
}

export async function writesTheGoodRows({ clerk }) {
  await press(clerk, `Ghi ${GOOD} dòng tốt, bỏ 2 dòng lỗi`)
  await says(clerk, 'Đã ghi xong')
}

export async function fetchesTheErrorFile(week) {
  const { clerk } = week, [download] = await Promise.all([clerk.waitForEvent('download'), clerk.getByRole('link', { name: 'Tải tệp lỗi (Excel)' }).click()])
  week.marked = readFileSync(await download.path())
  week.t.ok(rowsOf(week.marked).some(r => r.join(' ').includes('Sao Hoả')), 'tệp lỗi không phải tệp của trường')
}

export async function bringsItBackCorrected(week) {
  const { clerk } = week, row = at => at + ABOVE + 1
  const buffer = corrected(week.marked, ({ set }) => { set(`D${row(WRONG_DAY)}`, pupils[WRONG_DAY][BORN]); set(`F${row(WRONG_GROUP)}`, 'Kinh') })
  await clerk.getByRole('link', { name: 'Nạp tệp khác' }).click()
  await clerk.setInputFiles('.drop-box input', { ...file('danh-sach-da-sua.xlsx', []), buffer })
  await clerk.locator('.stage .primary').click()
  await clerk.getByText(`Vẫn nạp vào ${years()}`).click()
  await figure(clerk, 'hồ sơ mới', 2)
  await press(clerk, /^Ghi /)
  await says(clerk, 'Đã ghi xong')
}
