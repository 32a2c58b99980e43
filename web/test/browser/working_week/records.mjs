/* records.mjs - steps 14 to 24: what a clerk does with people, and what two others have to say to it. */
import { readFileSync } from 'node:fs'
import { plain } from '../at.mjs'
import { rowsOf } from '../book.mjs'
import { paste } from '../sheet.mjs'
import { agree, comesBack, dialog, find, firstTime, menu, picture, press, save, says, DAY } from './hands.mjs'
import { BORN, ID, KLASS, NAME, PHONE, pupils, WITHOUT } from './list.mjs'
import { OTHER } from './accounts.mjs'

/* Two whose names no other pupil has. */
const [who, leaves] = pupils.filter(p => p[KLASS] === '2B' && pupils.filter(q => plain(q[NAME]) === plain(p[NAME])).length === 1)

/* By a name without marks, from wherever one is. */
async function look(page, name) {
  await page.locator('#main').focus()
  await page.keyboard.press('/')
  await page.keyboard.type(plain(name))
  await page.locator('#find ~ .found [role=option]', { hasText: name }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.locator('h1', { hasText: name }).waitFor()
}
const tab = (page, words) => page.locator('nav.tabs a', { hasText: words }).click()

export async function findsAPupil({ clerk }) {
  await look(clerk, who[NAME])
}

export async function correctsAField({ clerk }) {
  await clerk.fill('#f-phone', '0987 654 321')
  await save(clerk)
}

export async function seesTheHistory({ clerk }) {
  await tab(clerk, 'Lịch sử')
  await clerk.locator('.history li', { hasText: 'vanthu.huongson' }).first().waitFor()
  await picture(clerk, 'history')
}

export async function restoresAValue(week) {
  const { clerk } = week
  await press(clerk, /Trả lại giá trị này/)
  await clerk.locator('.field.changed #f-phone').waitFor()
  await save(clerk)
  week.t.is(await clerk.inputValue('#f-phone'), who[PHONE])
}

export async function recordsAnEvent({ clerk }) {
  await clerk.getByRole('link', { name: 'Biến động' }).click()
  await press(clerk, 'Ghi biến động')
  await dialog(clerk).getByLabel('Thôi học').check()
  await dialog(clerk).locator('#f-event_date').fill(DAY)
  await dialog(clerk).locator('#f-reason').click()
  await clerk.locator('[role=option]:visible').first().click()
  await agree(clerk)
  await clerk.locator('.history li', { hasText: 'Thôi học' }).waitFor()
  await press(clerk, 'Huỷ biến động sau cùng')
  await agree(clerk)
  await clerk.locator('.history li.undone').waitFor()
}

export async function offersATransfer({ clerk }) {
  await look(clerk, leaves[NAME])
  await clerk.getByRole('link', { name: 'Chuyển trường' }).click()
  await find(clerk, '#offer-to', plain('Đồng Quang'), OTHER)
  await dialog(clerk).getByLabel('Ngày chuyển').fill(DAY)
  await dialog(clerk).getByLabel('Lý do').fill('Theo gia đình')
  await agree(clerk)
  await says(clerk, `Đã đề nghị chuyển ${leaves[NAME]} đến ${OTHER}`)
}

/* The other school has no class yet: it makes one first. */
export async function theOtherSchoolAgrees(week) {
  const other = week.other = await week.t.visitor()
  await firstTime(other, week.atOther)
  await other.locator('.card a', { hasText: 'chuyển trường chờ trả lời' }).click()
  await press(other, 'Tiếp nhận')
  await dialog(other).getByRole('link', { name: 'Thêm lớp' }).click()
  await other.fill('#f-name', '2A')
  await other.selectOption('#f-grade', { label: 'Khối 2' })
  await save(other)
  await menu(other, 'Chuyển đi, chuyển đến')
  await press(other, 'Tiếp nhận')
  await dialog(other).locator('select').selectOption({ label: '2A' })
  await picture(other, 'agree')
  await agree(other)
  await says(other, `Đã tiếp nhận ${leaves[NAME]}`)
}

const PURPOSE = 'Đối chiếu danh sách với bản giấy đầu năm'
const asked = page => page.locator('.files-out tbody tr', { hasText: PURPOSE })

export async function asksForAnExport({ clerk }) {
  await menu(clerk, 'Xuất tệp')
  await clerk.getByLabel(/Để làm gì, gửi cho ai/).fill(PURPOSE)
  await says(clerk, 'sẽ chờ Hiệu trưởng')
  await press(clerk, 'Xin xuất')
  await asked(clerk).getByText('Chờ duyệt').waitFor()
}

export async function theHeadApproves({ head }) {
  await comesBack(head)
  await head.locator('.card a', { hasText: 'tệp xuất chờ duyệt' }).click()
  await head.locator('.panel, .inbox-row').first().waitFor()
  await head.locator('.inbox-row', { hasText: 'Danh sách' }).click()
  await head.locator('.panel', { hasText: PURPOSE }).waitFor()
  await picture(head, 'approve')
  await head.keyboard.press('a')
  await agree(head)
  await head.locator('.inbox-row').first().waitFor({ state: 'detached' })
}

export async function theClerkFetchesIt(week) {
  const { clerk } = week
  await comesBack(clerk)
  await menu(clerk, 'Xuất tệp')
  const [download] = await Promise.all([clerk.waitForEvent('download'), asked(clerk).getByRole('link', { name: 'Tải tệp' }).click()])
  const names = rowsOf(readFileSync(await download.path())).flat()
  week.t.is(pupils.filter(p => p !== leaves && !names.includes(p[NAME])).length, 0, 'tệp thiếu người')
}

/* A few by hand, as the parents bring them; the rest from the list of the police, by name and day of birth. */
export async function fillsIdentityNumbers(week) {
  const { clerk } = week, klass = pupils.filter(p => p[KLASS] === WITHOUT)
  await menu(clerk, 'Thu thập số định danh')
  await clerk.locator('.grid-choices button', { hasText: `${WITHOUT} – còn ${klass.length} ô` }).click()
  await clerk.locator('.grid-box td[data-here] input').waitFor()
  for (const row of (await clerk.locator('.grid-box tbody tr').allTextContents()).slice(0, 3)) {
    await clerk.keyboard.type(klass.find(p => row.includes(p[NAME]) && row.includes(p[BORN]))[ID])
    await clerk.keyboard.press('Enter')
  }
  await paste(clerk, { text: [['Họ và tên', 'Ngày sinh', 'Số định danh cá nhân'], ...klass.map(p => [p[NAME], p[BORN], p[ID]])].map(r => r.join('\t')).join('\n') })
  await dialog(clerk).getByText(`${klass.length - 3} ô mới`).waitFor()
  await picture(clerk, 'grid')
  await dialog(clerk).locator('button[type=submit]').click()
  await clerk.locator('.grid-state .good', { hasText: 'Đã lưu' }).waitFor()
}
