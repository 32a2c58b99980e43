/* door.test.mjs - the way in and out, without script and with it. */
import { findings } from './axe.mjs'

export async function door_works_without_script(t) {
  const page = await t.visitor({ javaScriptEnabled: false })
  await page.goto('/ho-so/learners?nam=2025')
  t.is(new URL(page.url()).pathname, '/dang-nhap')
  await page.fill('#username', t.people.fresh.name)
  await page.fill('#password', 'sai-mat-khau-roi')
  await page.click('button[type=submit]')
  t.ok(await page.locator('[role=alert]').isVisible(), 'không nói sai mật khẩu')
  t.is(await page.inputValue('#username'), t.people.fresh.name)
  await page.fill('#password', t.people.fresh.password)
  await page.click('button[type=submit]')
  t.is(new URL(page.url()).pathname, '/mat-khau')
  await page.fill('#old', t.people.fresh.password)
  await page.fill('#new', 'mot cau dai de nho 98')
  await page.click('text=Đổi mật khẩu')
  t.is(new URL(page.url()).pathname + new URL(page.url()).search, '/ho-so/learners?nam=2025')
  await page.locator('text=Trang này cần JavaScript').waitFor()
  await page.click('text=Đăng xuất')
  t.is(new URL(page.url()).pathname, '/dang-nhap')
}

export async function door_shows_the_password_on_demand(t) {
  const page = await t.visitor()
  await page.goto('/dang-nhap')
  await page.fill('#password', 'abc')
  await page.click('text=Hiện')
  t.is(await page.getAttribute('#password', 'type'), 'text')
  await page.click('text=Ẩn')
  t.is(await page.getAttribute('#password', 'type'), 'password')
}

/* As password managers do it: the fields say what they are, and nothing keeps anybody from pasting. */
export async function door_takes_a_password_that_is_pasted(t) {
  const page = await t.visitor({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto('/dang-nhap')
  t.is([await page.getAttribute('#username', 'autocomplete'), await page.getAttribute('#password', 'autocomplete')], ['username', 'current-password'])
  await page.evaluate(text => navigator.clipboard.writeText(text), t.people.clerk.password)
  await page.fill('#username', t.people.clerk.name)
  await page.focus('#password')
  await page.keyboard.press('Control+v')
  t.is(await page.inputValue('#password'), t.people.clerk.password)
}

export async function door_is_small(t) {
  const page = await t.visitor()
  let bytes = 0
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  const prefetched = new Set()
  cdp.on('Network.requestWillBeSent', e => { if (/\/w\/(?!door-|icon-)/.test(e.request.url)) prefetched.add(e.requestId) })
  cdp.on('Network.loadingFinished', e => { if (!prefetched.has(e.requestId)) bytes += e.encodedDataLength })
  await page.goto('/dang-nhap')
  await page.quiet()
  t.ok(bytes > 1000 && bytes <= 15 * 1024, `cửa vào nặng ${bytes} byte`)
}

export async function door_is_clean_for_axe(t) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await t.visitor({ colorScheme })
    await page.goto('/dang-nhap')
    t.is(await findings(page), [], colorScheme)
  }
}

export async function a_wrong_address_is_told_by_a_page(t) {
  const page = await t.visitor()
  for (const wrong of ['/%', '/%E0%A4%A']) {
    const r = await page.request.get(wrong, { headers: { accept: 'text/html' }, maxRedirects: 0 })
    t.is([r.status() >= 400, r.headers()['content-type']?.split(';')[0], (await r.text()).includes('role="alert"')], [true, 'text/html', true], wrong.slice(0, 20))
  }
  t.is((await page.request.get('/%', { headers: { accept: 'application/json' } })).headers()['content-type'], 'application/problem+json')
}

export async function every_page_has_the_whole_policy(t) {
  const page = await t.as('clerk'), headers = { accept: 'text/html' }
  for (const [method, where] of [['GET', '/'], ['HEAD', '/'], ['GET', '/ho-so/learners'], ['HEAD', '/ho-so/learners'], ['GET', '/dang-nhap'], ['GET', '/gioi-thieu'], ['GET', '/docs'], ['GET', '/catalog'],
    ['GET', '/%'], ['POST', '/dang-nhap'], ['GET', '/api/v1/khong/co']]) {
    const r = await page.request.fetch(where, { method, headers, maxRedirects: 0 }), policy = r.headers()['content-security-policy'] ?? ''
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"])
      t.ok(policy.includes(part), `${method} ${where} ${r.status()}: thiếu ${part}`)
    t.ok(!/unsafe|nonce|\*/.test(policy), `${method} ${where}: ${policy}`)
  }
}

export async function the_public_reads_what_this_is_without_script(t) {
  for (const [width, height] of [[1366, 768], [390, 844]]) {
    const page = await t.visitor({ javaScriptEnabled: false, viewport: { width, height } })
    await page.goto('/dang-nhap')
    await page.click('text=Hệ thống này là gì')
    t.is(new URL(page.url()).pathname, '/gioi-thieu')
    await page.emulateMedia({ media: 'print' })
    t.is(await page.locator('footer a').isVisible(), false)
    await page.emulateMedia({ media: 'screen' })
    await page.click('text=Quy định kỹ thuật về dữ liệu')
    await page.locator('h1', { hasText: 'Quy định kỹ thuật về dữ liệu' }).waitFor()
  }
}

export async function what_the_public_reads_is_light_and_clean_for_axe(t) {
  for (const [colorScheme, width] of [['light', 1366], ['dark', 390]]) {
    const page = await t.visitor({ colorScheme, viewport: { width, height: 800 } })
    let bytes = 0
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Network.enable')
    cdp.on('Network.loadingFinished', e => { bytes += e.encodedDataLength })
    await page.goto('/gioi-thieu', { waitUntil: 'networkidle' })
    t.ok(bytes > 1000 && bytes <= 15 * 1024, `trang giới thiệu nặng ${bytes} byte`)
    t.is(await page.evaluate(() => document.documentElement.scrollWidth), width)
    t.is(await findings(page), [], colorScheme)
  }
}
