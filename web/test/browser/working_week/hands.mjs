/* hands.mjs - what people do again and again in the week: come in, go somewhere by the menu, choose, press, look. */
import { resolve } from 'node:path'

const OWN = 'mot cau that dai 77'

/* Until the day of the form, 30 September, has come, the year before is the one that reports. */
const today = new Date(Date.now() + 7 * 3_600_000)
export const YEAR = today.getUTCFullYear() - (today.getUTCMonth() < 9 ? 1 : 0)
/* When what happens in the week happens: today, or on the last day before the summer. */
const day = today.toISOString().slice(0, 10)
export const DAY = (day.slice(5) < '06-01' || day.slice(5) > '09-30' ? day : `${YEAR + 1}-05-31`).split('-').reverse().join('/')

/* Through the door; page: where nobody is there yet. */
export async function comeIn(page, { name, password }) {
  await page.goto('/')
  await page.fill('#username', name)
  await page.fill('#password', password)
  await page.click('button[type=submit]')
}

async function inTheYear(page) {
  await page.waitForSelector('#main')
  await page.locator('.top .year select').selectOption(String(YEAR))
}

/* With a password that works once: it is changed before anything else. */
export async function firstTime(page, account) {
  await comeIn(page, account)
  await page.waitForURL('**/mat-khau*')
  if (await page.locator('#old').count()) await page.fill('#old', account.password)
  await page.fill('#new', OWN)
  await page.click('button[type=submit]')
  await inTheYear(page)
}

/* Looks again, later: in the window as it was nothing is asked before a minute has gone. */
export async function comesBack(page) {
  await page.goto('/')
  await inTheYear(page)
}

/* By the card of a place where nothing is there yet. */
export async function begins(page, words) {
  await page.locator('.card', { hasText: 'Bắt đầu từ đây' }).getByRole('link', { name: words }).click()
}

export const menu = (page, words) => page.locator('#menu a', { hasText: words }).click()
export const press = (page, name) => page.getByRole('button', { name }).first().click()
export const dialog = page => page.locator('dialog')
export const agree = page => page.locator('dialog footer button.primary').click()
export const says = (page, words) => page.getByText(words).first().waitFor()

export async function save(page) {
  await page.click('.savebar button[type=submit]')
  await page.locator('.savebar [role=status]', { hasText: 'Đã lưu' }).first().waitFor()
}

/* Of a field that finds by typing. */
export async function find(page, id, typed, words) {
  await page.fill(id, typed)
  await page.locator('[role=option]:visible', { hasText: words }).first().click()
}

/* The pictures of docs/guide.md: GUIDES=docs/guide/pictures takes them anew.  PICTURES=FOLDER: as the screen is. */
export async function picture(page, name) {
  const { GUIDES, PICTURES } = process.env, at = page.viewportSize()
  if (PICTURES) await page.screenshot({ path: resolve(PICTURES, `week-${name}.png`) })
  if (!GUIDES) return
  await page.setViewportSize({ width: 1240, height: 640 })
  await page.screenshot({ path: resolve(GUIDES, `week-${name}.jpg`), type: 'jpeg', quality: 30 })
  await page.setViewportSize(at)
}
