/* passkey.test.mjs - passkeys, with the authenticator that Chromium can play: added, used at the door and as a second step, removed. */
import { ask } from './at.mjs'
import { findingsInBoth } from './axe.mjs'
import { newcomer } from './reports.mjs'
import { enter, local, OWN, telephone } from './steps.mjs'

export async function a_passkey_is_added_used_and_removed(t) {
  const admin = await t.as('unit_admin'), unit = (await ask(admin, '/session')).unit.code, name = `khoa.${Date.now() % 1e6}`
  t.issuers = { [unit]: admin }
  await newcomer(t, name, 'clerk', unit, unit)
  const page = await t.visitor({ baseURL: local(t) }), mine = telephone()
  await enter(page, name)
  await page.waitForURL('**/lop')
  await page.goto('/quan-tri/hai-buoc')
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
  const dialog = page.locator('dialog')
  await dialog.getByLabel('Tên để nhận ra').fill('Điện thoại của tôi')
  await dialog.getByLabel('Mật khẩu hiện tại').fill(OWN)
  t.is(await findingsInBoth(page), [])
  await mine.at(page, false) // and does not know whose finger it is
  await page.keyboard.press('Enter')
  await dialog.locator('.problem', { hasText: 'Chưa thêm' }).waitFor()
  await mine.at(page)
  await dialog.getByRole('button', { name: 'Tiếp' }).click()
  await page.locator('.passkeys li', { hasText: 'Chưa dùng lần nào' }).waitFor()
  t.is(await findingsInBoth(page), [])
  t.is([...mine.keys.values()].map(k => atob(k.userHandle).includes(name)), [false])
  const copy = mine.copy()

  /* At the door of another day: neither name nor password are asked for. */
  const door = async phone => {
    const there = await t.visitor({ baseURL: local(t), viewport: { width: 390, height: 844 } })
    await there.goto('/dang-nhap?ve=%2Flop')
    await phone.at(there)
    await there.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' }).click()
    return there
  }
  const stranger = await door(telephone())
  await stranger.locator('[role=alert]', { hasText: 'Chưa xong' }).waitFor()
  t.is(await findingsInBoth(stranger), [])
  const next = await door(mine)
  await next.waitForURL('**/lop')
  t.is((await ask(next, '/session')).username, name)
  await (await door(copy)).locator('[role=alert]', { hasText: 'bản sao' }).waitFor() // it counts from where the key was

  await next.goto('/quan-tri/hai-buoc')
  await next.locator('.passkeys li', { hasText: 'Dùng lần cuối' }).waitFor()
  await next.getByRole('button', { name: 'Bỏ khóa «Điện thoại của tôi»' }).click()
  await next.locator('dialog').getByRole('button', { name: 'Bỏ', exact: true }).click()
  await t.none(next.locator('.passkeys li'))
}
