/* quality.mjs - step 33: what is wrong and what is missing is read, and the first fault mended. */
import { comesBack, menu, picture, save, says } from './hands.mjs'
import { ID, IN_12, KLASS, NAME, pupils } from './list.mjs'

const OF_12 = pupils.filter(p => p[KLASS] === '12A').length

export async function readsWhatIsWrong(week) {
  const { clerk, t } = week, rule = clerk.locator('.rule', { hasText: 'Chưa có số định danh cá nhân, cần cho thi tốt nghiệp' })
  const lacks = clerk.locator('.people td .name', { hasText: 'Số định danh' })
  await comesBack(clerk)
  await menu(clerk, 'Chất lượng dữ liệu')
  await rule.locator('tbody a', { hasText: IN_12[NAME] }).waitFor()
  t.ok(await clerk.locator('.rule').first().evaluate((e, words) => e.textContent.includes(words), 'cần cho thi tốt nghiệp'), 'lỗi nặng nhất không ở đầu')
  await picture(clerk, 'quality')
  await clerk.locator('.tabs a', { hasText: 'Mức đầy đủ' }).click()
  await clerk.locator('.few tbody tr').first().waitFor()
  await menu(clerk, 'Lớp 12: còn thiếu gì')
  await says(clerk, `0 trên ${OF_12} người đã đủ`)
  t.is(await lacks.count(), 1)
  await picture(clerk, 'grade-12')
  await menu(clerk, 'Chất lượng dữ liệu')
  await rule.locator('tbody a').click()
  await clerk.fill('#f-personal_id', IN_12[ID])
  await save(clerk)
  await menu(clerk, 'Chất lượng dữ liệu')
  await clerk.locator('.rule').first().waitFor()
  await rule.waitFor({ state: 'detached' })
  await menu(clerk, 'Lớp 12: còn thiếu gì')
  await clerk.locator('.people td .name').first().waitFor()
  await lacks.waitFor({ state: 'detached' })
}
