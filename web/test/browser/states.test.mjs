/* states.test.mjs - the gallery: every screen while it waits, with nothing in it, without the right, refused, with the line lost, and with long names. */
import { findings } from './axe.mjs'
import { ask, isSaved, pupil } from './at.mjs'

const problem = (status, key, detail) => route => route.fulfill({
  status, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/' + key, title: 'x', status, detail, key, problems: [] }),
})
/* What the server would say, without any of its many. */
const emptied = v => Array.isArray(v) ? [] : typeof v === 'number' ? 0 : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, emptied(x)])) : v
async function nothing(route) {
  const response = await route.fetch(), json = await response.json().catch(() => undefined)
  return route.fulfill(json ? { response, json: emptied(json) } : { response })
}

/* What the server does, to which addresses, and what is seen then. */
const STATES = {
  waiting: { does: () => {}, seen: '.skeleton' },
  empty: { does: nothing, at: /\/api\/v1\/(?!catalog|lists|units|session)/, seen: '.empty, :text("Không còn việc")', on: /^\/(ho-so\/\w+)?$|tab=guardians/ },
  noright: { does: problem(403, 'right.missing', 'Vai trò của bạn không có quyền làm việc này.'), seen: 'text=Vai trò của bạn' },
  refused: { does: problem(422, 'query.filter', 'Điều kiện lọc viết sai ở chữ "abc".'), seen: 'text=Điều kiện lọc viết sai', on: /^\/(ho-so|bao-cao)/ },
  fault: { does: problem(500, 'internal', 'Máy chủ gặp lỗi ngoài dự kiến.'), seen: 'text=Máy chủ gặp lỗi ngoài dự kiến', on: /^\/(ho-so|bao-cao)/ },
  lost: { does: route => route.abort('internetdisconnected'), seen: '.state.lost, [role=alert], [role=status]:has-text("kết nối")' },
}

export async function every_screen_has_its_states_clean_for_axe(t) {
  t.expected = /status of 500/
  const first = await t.as('clerk', '/'), { code } = await pupil(first, 5)
  const page = await t.as('clerk', '/khong-co')
  for (const where of ['/', '/bao-cao', '/ho-so/learners', `/ho-so/learners/${code}`, `/ho-so/learners/${code}?tab=guardians`, `/ho-so/learners/${code}?tab=history`, '/nap', '/xuat', '/chat-luong', '/con-thieu/lifelong-record', '/tien-do'])
    for (const [name, state] of Object.entries(STATES)) {
      if (state.on && !state.on.test(where)) continue
      const what = `${where} ${name}`
      await page.emulateMedia({ colorScheme: name.length % 2 ? 'dark' : 'light' })
      await page.goto('/khong-co')
      await page.route(u => (state.at ?? /\/api\/v1\/(?!session)/).test(u.pathname), state.does)
      await page.goto(where, { waitUntil: 'commit' })
      await page.locator(state.seen).first().waitFor().catch(() => { throw new Error(`${what}: không thấy ${state.seen}`) })
      await page.locator('#menu').waitFor({ state: 'attached' })
      t.ok(!/undefined|null|\[object|NaN/.test(await page.locator('#main').innerText()), `${what}: chữ hỏng`)
      t.is(await findings(page), [], what)
      await page.unrouteAll({ behavior: 'ignoreErrors' })
    }
}

export async function long_names_stay_inside(t) {
  for (const viewport of [{ width: 1366, height: 768 }, { width: 390, height: 844 }]) {
    const page = await t.as('clerk', '/', { viewport }), who = await pupil(page, 6)
    await page.goto(`/ho-so/learners/${who.code}`)
    await page.fill('#f-full_name', ('Nguyễn Phúc Hằng ' + 'Tôn Nữ '.repeat(30)).slice(0, 148).trim() + 'a')
    await page.keyboard.press('Control+s')
    await isSaved(page).catch(() => {})
    for (const where of [`/ho-so/learners/${who.code}`, '/ho-so/learners', '/']) {
      await page.goto(where)
      await page.quiet()
      const { inner, whole } = await page.evaluate(() => ({ inner: innerWidth, whole: document.documentElement.scrollWidth }))
      t.ok(whole <= inner, `${where}: rộng ${whole}, màn hình ${inner}`)
    }
    await page.goto(`/ho-so/learners/${who.code}`)
    await page.fill('#f-full_name', who.full_name)
    await page.keyboard.press('Control+s')
    t.ok((await ask(page, '/session')).csrf, '')
  }
}
