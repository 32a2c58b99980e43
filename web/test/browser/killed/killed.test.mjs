/* killed.test.mjs - the server is killed while something is saved: before it wrote, while it writes, after it wrote and before it answered. */
import { ask } from '../at.mjs'
import { aClass, goTo, grid, inClass, isSaved, learners, paste, press, YEAR } from '../sheet.mjs'

const KILLS = 12

export async function nothing_typed_is_lost_and_nothing_is_made_twice(t) {
  t.expected = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_CONNECTION_CLOSED/
  const page = await t.as('clerk'), code = await aClass(page, KILLS), like = (await ask(page, '/rooms?limit=1&fields=kind,solidity,level')).items[0]
  let kills = 0, posts = 0, armed = false, dying = Promise.resolve()
  /* The request goes on its way; the server dies a little later, each time after a longer while. */
  const kill = async route => {
    posts++
    if (armed) { armed = false; dying = fetch(t.killer + (kills++ % 6) * 0.004) }
    await route.continue().catch(() => {})
  }
  await grid(page, learners(code))
  await page.route('**/learners/batch*', kill)
  await goTo(page, 'Số điện thoại liên hệ')
  const phones = Array.from({ length: KILLS }, (_, i) => '0311' + String(100000 + i))
  for (const v of phones) {
    armed = true
    await page.keyboard.type(v)
    await press(page, 'Enter')
    for (let i = 0; i < 500 && armed; i++) await page.waitForTimeout(20)
    await dying
  }
  await page.keyboard.press('Control+s')
  await isSaved(page)
  t.is((await inClass(page, code, 'phone')).map(r => r.phone), phones)
  /* New records: each is made, and once. */
  await grid(page, `/nhap/rooms?nam=${YEAR}`)
  await page.route('**/rooms/batch*', kill)
  const name = i => `Phòng sống sót ${String.fromCharCode(97 + i)}`
  for (let i = 0; i < KILLS; i++) {
    armed = true
    await paste(page, { text: `Tên phòng\tLoại phòng\tKết cấu\tCấp học\n${name(i)}\t${like.kind}\t${like.solidity}\t${like.level}\n` })
    await page.locator('dialog', { hasText: 'Thêm 1 dòng mới' }).waitFor()
    await page.locator('dialog button[type=submit]').click()
    for (let n = 0; n < 500 && armed; n++) await page.waitForTimeout(20)
    await dying
  }
  await page.keyboard.press('Control+s')
  await isSaved(page)
  t.is(kills, 2 * KILLS)
  t.ok(posts > 2 * KILLS, 'không câu trả lời nào mất')
  const there = (await ask(page, '/rooms?limit=200&fields=name')).items.map(r => r.name).filter(n => n.startsWith('Phòng sống sót'))
  t.is(there.toSorted(), Array.from({ length: KILLS }, (_, i) => name(i)))
}
