/* export.test.mjs - files out: asked for with what for, large ones agreed to by a second person, fetched by nobody else. */
import { readFileSync } from 'node:fs'
import { ask } from './at.mjs'
import { findingsInBoth } from './axe.mjs'
import { file, rowsOf, sortedAgain } from './book.mjs'
import { HEAD, pupil, sendFiles } from './lists.mjs'
import { send } from './sheet.mjs'

const PURPOSE = 'Đối chiếu danh sách với bản giấy', LARGE = 501

const looksWell = async (t, page, what) => t.is(await findingsInBoth(page), [], what)

const line = (page, purpose) => page.locator('.files-out tbody tr', { hasText: purpose })
const fetched = async link => {
  const [download] = await Promise.all([link.page().waitForEvent('download'), link.click()])
  return rowsOf(readFileSync(await download.path()))
}

export async function a_class_goes_out_with_what_it_is_for(t) {
  const page = await t.as('out_clerk', '/xuat'), button = page.locator('.ask-file .primary'), purpose = page.getByLabel(/Để làm gì, gửi cho ai/)
  await page.getByText('Tệp có').waitFor()
  await looksWell(t, page, 'xin xuất')
  t.is(await button.isDisabled(), true)
  await purpose.fill('Xem danh sách lớp')
  await page.getByText('Ghi để làm gì, ít nhất 5 từ').waitFor()
  t.is(await button.isDisabled(), true, 'bốn từ đã đủ')
  await purpose.fill('a b c d . . .')
  t.is(await button.isDisabled(), true, 'chữ cái rời đã đủ')
  await page.getByRole('button', { name: 'Gửi giáo viên chủ nhiệm' }).click()
  await page.getByLabel('Của ai').selectOption({ label: 'Lớp 1A' })
  const there = (await ask(page, `/learners?limit=200&year=2025&filter=${encodeURIComponent('enrolment.class.name == "1A"')}&fields=full_name`)).items
  await page.getByText(`Tệp có ${there.length} người.`).waitFor()
  await button.click()
  const mine = line(page, 'Gửi giáo viên chủ nhiệm').first()
  await mine.getByText('Lớp 1A').waitFor()
  const names = (await fetched(mine.getByRole('link', { name: 'Tải tệp' }))).flat()
  t.ok(names[0].startsWith('Tài khoản out.clerk lấy tệp này lúc '), names[0])
  t.is(there.filter(p => !names.includes(p.full_name)), [], 'người của lớp không có trong tệp')
  await mine.getByText('1 lần').waitFor()
  /* What a template asks is asked. */
  await page.getByLabel('Mẫu').selectOption({ label: 'Kết quả học tập tiểu học (TT27)' })
  await purpose.fill(PURPOSE + ' kết quả')
  await page.getByText(/^Chọn: /).waitFor()
  await page.locator('.ask-file .row select').last().selectOption({ index: 1 })
  await button.click()
  await line(page, PURPOSE + ' kết quả').getByText('Tải được').waitFor()
}

export async function five_hundred_and_one_wait_for_the_head(t) {
  const clerk = await t.as('out_clerk'), have = (await ask(clerk, '/learners?limit=1&count=1&year=2025')).total, n = LARGE - have
  await sendFiles(clerk, file('cho-du.xlsx', [HEAD, ...Array.from({ length: n }, (_, i) => pupil(i, n))]))
  await clerk.locator('.stage .primary', { hasText: /^Ghi / }).click()
  await clerk.locator('p.done', { hasText: 'Đã ghi xong' }).waitFor()
  await clerk.goto('/xuat')
  await clerk.getByText(`Tệp có ${LARGE} người, nhiều hơn 500: sẽ chờ Hiệu trưởng`).waitFor()
  for (const what of ['để duyệt', 'để từ chối']) {
    await clerk.getByLabel(/Để làm gì, gửi cho ai/).fill(`${PURPOSE} ${what}`)
    await clerk.locator('.ask-file .primary').click()
    await line(clerk, what).getByText('Chờ duyệt').waitFor()
  }
  await t.none(clerk.getByRole('button', { name: 'Duyệt' }), 'tự duyệt cho mình')
  await looksWell(t, clerk, 'chờ duyệt')
  const head = await t.as('out_head', '/xuat')
  await line(head, 'để duyệt').getByText('out.clerk').waitFor()
  await looksWell(t, head, 'duyệt')
  await line(head, 'để từ chối').getByRole('button', { name: 'Từ chối' }).click()
  await head.getByLabel('Lý do').fill('Chưa cần cả trường')
  await head.locator('dialog button[type=submit]').click()
  await line(head, 'để từ chối').getByText('Bị từ chối').waitFor()
  await line(head, 'để duyệt').getByRole('button', { name: 'Duyệt' }).click()
  await line(head, 'để duyệt').getByText('Tải được').waitFor()
  await t.none(line(head, 'để duyệt').getByRole('link', { name: 'Tải tệp' }), 'người duyệt tải được')
  await clerk.goto('/')
  const told = clerk.locator('.home .todo a', { hasText: 'tệp đã xong' })
  await told.click()
  await line(clerk, 'để từ chối').getByText('Lý do: Chưa cần cả trường').waitFor()
  const ready = line(clerk, 'để duyệt'), link = ready.getByRole('link', { name: 'Tải tệp' }), address = await link.getAttribute('href')
  t.is((await head.request.get(address)).status(), 403)
  t.is((await (await t.as('clerk')).request.get(address)).status(), 404)
  t.ok((await fetched(link)).length >= LARGE, 'tệp thiếu người')
  await ready.getByText('out.head').waitFor()
  await ready.getByText('1 lần').waitFor()
  await Promise.all((await ask(clerk, '/exports?limit=50')).items.filter(x => x.state === 'done' && !x.fetched).map(x => clerk.request.get(`/api/v1/exports/${x.id}/file`)))
  await clerk.goto('/')
  await clerk.locator('.home .alldone, .home .card').first().waitFor()
  await t.none(told, 'tệp đã tải vẫn được nhắc')
}

/* What is too old cannot be fetched, and says so. */
export async function a_file_that_is_too_old_says_so(t) {
  const page = await t.as('out_clerk')
  await send(page, '/exports', { sheet: 'rooms', year: 2025, purpose: 'Kiểm kê phòng học đầu năm nay' })
  await page.route('**/api/v1/exports?*', async route => {
    const r = await route.fetch(), body = await r.json()
    await route.fulfill({ response: r, json: { ...body, items: body.items.map(x => ({ ...x, state: x.sheet === 'rooms' ? 'expired' : x.state })) } })
  })
  await page.goto('/xuat')
  const old = line(page, 'Kiểm kê phòng học').first()
  await old.getByText('Đã hết hạn').waitFor()
  await t.none(old.getByRole('link', { name: 'Tải tệp' }))
}

export async function exports_fit_a_telephone(t) {
  const page = await t.as('out_clerk', '/xuat', { viewport: { width: 390, height: 844 } })
  await page.getByText('Tệp có').waitFor()
  t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'trang rộng hơn màn hình')
  await looksWell(t, page, 'điện thoại')
}

/* In words: which template, of how many, what for; no number of an order. */
export async function an_export_is_named_in_the_log(t) {
  const head = await t.as('out_head'), purpose = 'Nộp danh sách theo công văn số mười hai'
  await send(head, '/exports', { sheet: 'class-list', year: 2025, purpose })
  await head.goto('/quan-tri/nhat-ky')
  const said = head.locator('ol.log > li', { hasText: 'xin xuất «Danh sách học sinh»' }).filter({ hasText: purpose })
  await said.getByText(/· \d+ người/).waitFor()
  t.is(await said.getByRole('link').evaluate(a => a.pathname), '/xuat')
  const [one] = (await ask(head, '/classes?year=2025&limit=1&fields=name')).items
  await send(head, '/exports', { sheet: 'class-list', year: 2025, purpose, class: one.code })
  await head.reload()
  await head.locator('ol.log > li', { hasText: 'xin xuất «Danh sách học sinh»' }).filter({ hasText: `lớp ${one.name}` }).first().waitFor()
  t.is(await findingsInBoth(head), [])
}

/* Dropped by whoever may approve, a file that was found names who took it; nobody else is asked to, and a file of others names nobody. */
export async function a_file_that_was_found_names_who_took_it(t) {
  const purpose = 'Gửi bảo hiểm danh sách cả trường', clerk = await t.as('out_clerk'), head = await t.as('out_head', '/xuat')
  const asked = await send(clerk, '/exports', { sheet: 'class-list', year: 2025, purpose })
  if (asked.state === 'waiting_approval') await send(head, `/exports/${asked.id}/approve`) // another test has filled the school
  await clerk.goto('/xuat')
  const mine = line(clerk, purpose).first(), link = mine.getByRole('link', { name: 'Tải tệp' })
  await link.waitFor()
  await t.none(clerk.locator('.trace'), 'người không duyệt cũng tra được')
  const taken = await clerk.request.get(await link.getAttribute('href')).then(r => r.body())
  const drop = head.locator('.trace input[type=file]'), found = head.locator('.trace .traced li')
  await looksWell(t, head, 'tra tệp')
  await drop.setInputFiles({ name: 'nhặt được.xlsx', mimeType: 'application/octet-stream', buffer: sortedAgain(taken) })
  await found.getByText('out.clerk').waitFor()
  t.is(await found.count(), 1)
  await found.getByText(purpose).waitFor()
  await found.getByText('Trùng do may rủi: dưới một phần').waitFor()
  await looksWell(t, head, 'đã tra')
  await drop.setInputFiles(file('cua-noi-khac.xlsx', [HEAD, ...Array.from({ length: 60 }, (_, i) => pupil(i, 60))]))
  await head.getByText('Không nói chắc được tệp này do ai lấy').waitFor()
  t.is(await found.count(), 0)
  await drop.setInputFiles({ name: 'anh.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await head.locator('.trace [role=alert]').waitFor()
  await head.goto('/quan-tri/nhat-ky')
  await head.locator('ol.log > li', { hasText: 'tra xem một tệp tìm thấy do ai lấy' }).first().waitFor()
}
