/* step.test.mjs - a second step that is demanded, set at the door: with an authenticator and with a passkey.  It is demanded of everybody, so that nobody
 * else looks on. */
import { ask } from '../at.mjs'
import { findingsInBoth } from '../axe.mjs'
import { newcomer } from '../reports.mjs'
import { code, demander, enter, local, OWN, telephone } from '../steps.mjs'

/* Demanded of everybody who reaches far: the door leads there, without script, and nobody is shut out. */
export async function a_second_step_that_is_demanded_is_set_at_the_door(t) {
  const admin = await t.as('unit_admin'), unit = (await ask(admin, '/session')).unit.code, name = `batbuoc.${Date.now() % 1e6}`
  t.issuers = { [unit]: admin }
  await newcomer(t, name, 'clerk', unit, unit)
  const { root, demand } = await demander(t)
  await root.goto('/quan-tri/hai-buoc')
  await root.getByRole('button', { name: 'Bắt buộc' }).click()
  t.is(await findingsInBoth(root), [])
  await root.locator('dialog').getByLabel('Mật khẩu hiện tại').fill(OWN)
  await root.keyboard.press('Enter')
  await root.getByRole('button', { name: 'Để tuỳ mỗi người' }).waitFor()
  await root.locator('text=bắt buộc phải có').waitFor()
  try {
    const person = await t.visitor({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    await person.goto('/dang-nhap?ve=%2Flop')
    await person.fill('#username', name)
    await person.fill('#password', OWN)
    await person.click('button[type=submit]')
    await person.locator('h1', { hasText: 'Đặt xác nhận hai bước' }).waitFor()
    await person.fill('#password', OWN)
    await person.click('button[type=submit]:not(.quiet)')
    await person.locator('svg.qr').waitFor()
    const secret = (await person.locator('.key').innerText()).replaceAll(' ', '')
    await person.fill('#otp', '12')
    await person.click('button[type=submit]:not(.quiet)')
    await person.locator('[role=alert]', { hasText: 'không đúng' }).waitFor()
    await person.fill('#otp', code(secret))
    await person.click('button[type=submit]:not(.quiet)')
    await person.locator('.codes li').nth(9).waitFor()
    await person.click('button[type=submit]')
    await person.waitForURL('**/lop')
  } finally {
    await demand(false)
  }
}

/* Where it is demanded a passkey is set at the door instead of an authenticator, and asked for after the password. */
export async function a_passkey_is_the_second_step_that_is_demanded(t) {
  const admin = await t.as('unit_admin'), unit = (await ask(admin, '/session')).unit.code, name = `khoahai.${Date.now() % 1e6}`
  t.issuers = { [unit]: admin }
  await newcomer(t, name, 'clerk', unit, unit)
  const { demand } = await demander(t)
  await demand(true)
  try {
    const page = await t.visitor({ baseURL: local(t) }), mine = telephone()
    await enter(page, name)
    await page.waitForURL('**/hai-buoc*')
    await mine.at(page)
    await page.fill('#password', OWN)
    await page.getByRole('button', { name: 'Đặt bằng khóa truy cập' }).click()
    await page.waitForURL('**/lop')
    await page.context().clearCookies()
    await enter(page, name)
    await page.waitForURL('**/xac-nhan*')
    t.is(await page.locator('#otp').isVisible(), false)
    t.is(await findingsInBoth(page), [])
    await mine.at(page)
    await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click()
    await page.waitForURL('**/lop')
    t.is(mine.keys.size, 1)
  } finally {
    await demand(false)
  }
}
