/* hands.test.mjs - typing, keys, hostile text, small screens, and what axe finds. */
import { findingsInBoth } from './axe.mjs'
import { ask, isSaved, pupil } from './at.mjs'
import { compose, methods, name, replay, replayInto } from './typing.mjs'

export async function names_stay_as_they_are_typed(t) {
  const page = await t.as('clerk', '/ho-so/learners/new'), names = Array.from({ length: 200 }, (_, i) => name(i * 3 + 2)), field = '#f-full_name'
  await page.locator(field).waitFor()
  for (const [kind, method] of Object.entries(methods)) {
    t.is(await replayInto(page, field, names, method), names.map(n => n.normalize('NFC')), kind)
    for (const n of names.slice(0, 6)) {
      await page.fill(field, '')
      await replay(page, n, method)
      t.is(await page.inputValue(field), n.normalize('NFC'), kind + ', từng phím')
    }
  }
  await page.fill(field, '')
  await compose(page, names[7])
  t.is(await page.inputValue(field), names[7].normalize('NFC'), 'bộ gõ của máy')
}

/* Before anything is painted: the next key may be on its way. */
export async function a_dialog_that_goes_gives_the_focus_back(t) {
  const page = await t.as('clerk'), who = await pupil(page, 4)
  await page.goto(`/ho-so/learners/${who.code}`)
  const opener = page.locator('header.head').getByRole('button', { name: 'In' })
  await opener.focus()
  await page.keyboard.press('Enter')
  await page.locator('dialog').waitFor()
  await page.evaluate(() => new MutationObserver(() => { window.back ??= document.querySelector('dialog') ? undefined : document.activeElement })
    .observe(document.body, { childList: true, subtree: true }))
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  t.ok(await opener.evaluate(e => window.back === e), 'ô đang đứng')
}

function hostile() {
  const seeds = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' OR 1=1 --", '{{7*7}}', '${7*7}', 'javascript:alert(1)', '</textarea><svg onload=alert(1)>',
    '=HYPERLINK("http://x")', '%3Cscript%3E', '&lt;b&gt;', '\\u003cscript\\u003e', '../../etc/passwd', 'a\tb', 'Ｆｕｌｌ', '👩‍👩‍👧', 'Z̸a', 'مرحبا', 'null', 'undefined', '[object Object]',
    '-1', '1e309', 'true', 'CON', '()', '";alert(1)//', '<!--', ']]>', '<iframe src=//x>', 'data:text/html,x']
  return Array.from({ length: 300 }, (_, i) => `${seeds[i % seeds.length]} ${String.fromCharCode(97 + (i % 26))}${i}`)
}

/* In the page: put into a field as from the clipboard, the field left, and what stands there then. */
const types = async ({ at, text }) => {
  const field = document.querySelector(at)
  field.focus()
  field.select()
  document.execCommand('insertText', false, text)
  field.blur()
  await new Promise(done => setTimeout(done))
  return field.value
}

export async function hostile_text_is_only_text(t) {
  const page = await t.as('clerk'), texts = hostile(), who = await pupil(page, 12)
  page.on('dialog', d => { if (d.type() !== 'beforeunload') t.complaints.push(`hộp thoại: ${d.message()}`); void d.accept() })
  await page.goto(`/ho-so/learners/${who.code}`)
  await page.locator('#f-current_address').waitFor()
  const kept = [], fields = await page.locator('form.sections .field.text input:not([role])').evaluateAll(all => all.map(e => '#' + e.id))
  t.ok(fields.length > 15, `chỉ có ${fields.length} ô chữ`)
  for (const [i, text] of texts.entries()) {
    const at = i % 25 === 0 ? '#f-current_address' : fields[i % fields.length]
    t.is((await page.evaluate(types, { at, text })).replace(/\s+/g, ' '), text.normalize('NFC').replace(/\s+/g, ' '), at)
    if (kept.length < 12 && texts.indexOf(text) % 25 === 0) {
      await page.click('.savebar button[type=submit]')
      await page.locator('.savebar [role=status]', { hasText: /Đã lưu lúc|Chưa lưu/ }).waitFor()
      kept.push(text)
    }
  }
  await page.click('text=Bỏ thay đổi')
  await page.goto(`/ho-so/learners/${who.code}?tab=history`)
  await page.locator('.history li').first().waitFor()
  t.is(await page.evaluate(() => document.querySelectorAll('main script, main iframe, main img[src=x]').length), 0)
}

export async function a_field_is_corrected_with_the_keyboard_alone(t) {
  const page = await t.as('clerk', '/ho-so/learners'), who = (await ask(page, '/learners?limit=30&fields=full_name')).items, at = 25 // nobody else's in these tests
  await page.locator('a.open').first().waitFor()
  for (let i = 0; i <= at; i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(u => u.pathname === `/ho-so/learners/${who[at].code}`)
  await page.locator('#f-phone').waitFor()
  for (let i = 0; i < 80 && await page.evaluate(() => document.activeElement?.id) !== 'f-phone'; i++) await page.keyboard.press('Tab')
  t.is(await page.evaluate(() => document.activeElement?.id), 'f-phone')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0955555555')
  await page.keyboard.press('Control+s')
  await isSaved(page)
  await page.keyboard.press('Alt+ArrowDown')
  await page.waitForURL(u => u.pathname === `/ho-so/learners/${who[at + 1].code}`)
}

const ROUTES = {
  clerk: async page => { const { code } = await pupil(page, 4)
    return ['/', '/ho-so/learners', '/ho-so/learners?loc=1', '/ho-so/learners/new', ...['', '?tab=guardians', '?tab=history', '?tab=codes', '?tab=same', '?tab=enrolments'].map(x => `/ho-so/learners/${code}${x}`),
      '/ho-so/rooms', '/ho-so/staff', '/ho-so/classes', '/ho-so/school_year_profiles', '/khong-co'] },
  manager: async () => ['/', '/ho-so/schools', '/ho-so/learners'],
  unit_admin: async () => ['/'],
  viewer: async () => ['/ho-so/learners'],
}

/* Each is opened once, and looked at in both schemes and in each width: nothing but styles asks for either. */
export async function screens_are_clean_for_axe_and_fit_a_phone_and_double_size(t) {
  for (const [role, routes] of Object.entries(ROUTES)) {
    const page = await t.as(role), usual = page.viewportSize()
    for (const where of await routes(page)) {
      await page.goto(where)
      await page.quiet()
      await page.locator('main h1, main .refused, main .empty').first().waitFor()
      t.is(await findingsInBoth(page), [], `${role} ${where}`)
      for (const viewport of [{ width: 390, height: 844 }, { width: 683, height: 384 }]) {
        await page.setViewportSize(viewport)
        const { inner, wide } = await page.evaluate(() => ({ inner: innerWidth, wide: document.documentElement.scrollWidth }))
        t.ok(wide <= inner, `${role} ${where}: rộng ${wide}, màn hình ${inner}`)
      }
      await page.setViewportSize(usual)
    }
  }
}

export async function a_second_visit_fetches_no_script(t) {
  const page = await t.as('clerk', '/ho-so/learners')
  await page.quiet()
  const fetched = []
  page.on('response', r => { if (r.url().includes('/w/') && !r.fromServiceWorker()) fetched.push(r) })
  await page.goto('/ho-so/classes')
  await page.quiet()
  const cdpBytes = await page.evaluate(() => performance.getEntriesByType('resource').filter(e => e.name.includes('/w/')).reduce((n, e) => n + e.transferSize, 0))
  t.is(cdpBytes, 0, 'tải lại tệp của ứng dụng')
}

export async function a_list_is_light(t) {
  const page = await t.as('clerk', '/ho-so/learners')
  await page.quiet()
  const list = await page.evaluate(() => performance.getEntriesByType('resource').filter(e => /\/api\/v1\/learners(\?|\/query)/.test(e.name)).map(e => e.encodedBodySize))
  t.ok(list.length > 0 && list.every(n => n <= 20 * 1024), `danh sách nặng ${list}`)
}
