/* chart.test.mjs - what is drawn says what the table and the API say; each drawing has its table, which is read, copied and printed. */
import { ask } from './at.mjs'
import { findings } from './axe.mjs'
import { addressOf, compute, reportOf } from './reports.mjs'

const shown = n => n.toLocaleString('vi-VN'), text = async all => (await all.allTextContents()).map(x => x.trim())
const rowsOf = async figure => Promise.all((await figure.locator('.behind-table tbody tr').all()).map(r => text(r.locator('th, td'))))

/* A Monday so many weeks before this one of 2026. */
const monday = before => new Date(Date.UTC(2026, 10, 30) - before * 7 * 864e5).toISOString().slice(0, 10)
const weeks = [11, 10, 9, 8, 7, 6, 4, 3, 2, 1, 0].map((before, i) => // one is not there
  ({ week: monday(before), schools: 1, records: 300, errors: 1234 - 100 * i, warnings: 5, notices: 0, filled: 700 + 20 * i, due: 1000 }))

async function withWeeks(t, role, options, items = weeks) {
  const page = await t.as(role, '/khong-co', options)
  await page.route('**/quality/trend*', r => r.fulfill({ json: { items } }))
  await page.goto('/')
  await page.locator('.line-chart').nth(1).waitFor()
  return page
}

export async function the_trend_is_drawn_as_it_is_told(t) {
  const page = await withWeeks(t, 'head'), card = page.locator('.card', { hasText: 'Xu hướng chất lượng' }), figure = card.locator('figure')
  t.is(await text(card.locator('.line-last')), ['234', '90 %'])
  t.is(await text(card.locator('h3')), ['234Lỗi phải sửa · ít hơn tuần trước 100', '90 %Mức đầy đủ của hồ sơ · nhiều hơn tuần trước 2 %'])
  await card.getByText('Số của tuần từ 30/11/2026, năm học hiện tại').waitFor()
  t.is((await text(card.locator('.line-chart').first().locator('circle'))).map(x => x.split(': ')[1]), weeks.map(w => shown(w.errors)))
  t.is((await rowsOf(figure)).map(r => r.slice(1)), weeks.map(w => [shown(w.errors), '5', String(w.filled / 10)]))
  const x = await card.locator('.line-chart').first().locator('circle').evaluateAll(all => all.map(e => Number(e.getAttribute('cx')))), step = x[1] - x[0]
  t.ok(x.slice(1).every((at, i) => Math.abs(at - x[i] - step * (i === 5 ? 2 : 1)) < 0.1), `tuần không có số vẫn chiếm chỗ của nó: ${x}`)
  const y = await card.locator('.line-chart').first().locator('circle').evaluateAll(all => all.map(e => Number(e.getAttribute('cy'))))
  t.ok(y.every((at, i) => i === 0 || at > y[i - 1]), `ít hơn thì thấp hơn: ${y}`)
}

export async function a_trend_with_gaps_says_what_it_is_compared_with(t) {
  const old = { ...weeks[0], week: '2025-01-06', errors: 20 }
  const page = await withWeeks(t, 'head', {}, [old, { ...weeks[0], week: '2026-09-07', errors: 300 }, { ...weeks[10], errors: 3 }]), card = page.locator('.card', { hasText: 'Xu hướng chất lượng' })
  t.ok((await card.locator('h3').first().innerText()).includes('ít hơn tuần 07/09/2026 297'), await card.locator('h3').first().innerText())
  t.is((await text(card.locator('.line-chart').first().locator('svg > text'))).slice(1), ['tuần 06/01/2025', '30/11/2026'])
}

export async function figures_beside_a_line_are_never_cut(t) {
  const whole = svg => [...svg.querySelectorAll('text')].filter(e => { const a = e.getBoundingClientRect(), b = svg.getBoundingClientRect(); return a.left < b.left - 1 || a.right > b.right + 1 }).map(e => e.textContent)
  for (const viewport of [{ width: 1366, height: 768 }, { width: 390, height: 844 }]) {
    const page = await withWeeks(t, 'head', { viewport }, weeks.map((w, i) => ({ ...w, records: 4000000, errors: 1234578 + i, filled: w.due })))
    for (const chart of await page.locator('.line-chart svg').all()) t.is(await chart.evaluate(whole), [])
  }
}

export async function the_trend_of_this_server_is_that_of_its_api(t) {
  const page = await t.as('head', '/khong-co')
  let items = []
  for (let i = 0; i < 60 && items.length === 0; i++) { items = (await ask(page, '/quality/trend?weeks=12')).items; await page.waitForTimeout(500) }
  await page.goto('/')
  const card = page.locator('.card', { hasText: 'Xu hướng chất lượng' })
  await card.waitFor()
  const now = (await ask(page, '/quality/trend?weeks=12')).items.at(-1)
  t.is(await text(card.locator('h3 b')), [shown(now.errors), `${Math.floor((100 * now.filled) / now.due)} %`])
  await t.none((await t.as('clerk', '/')).locator('.card', { hasText: 'Xu hướng chất lượng' }))
}

export async function a_table_behind_a_drawing_is_opened_by_key_copied_and_printed(t) {
  const page = await withWeeks(t, 'head'), card = page.locator('.card', { hasText: 'Xu hướng chất lượng' }), table = card.locator('.behind-table')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: t.origin })
  t.ok((await table.boundingBox()).width <= 1, 'bảng chưa gấp')
  await card.getByRole('button', { name: 'Xem bảng' }).focus()
  await page.keyboard.press('Enter')
  t.ok((await table.boundingBox()).width > 100, 'bảng không mở')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await card.locator('[role=status]', { hasText: 'Đã chép' }).waitFor()
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n').map(l => l.split('\t'))
  t.is([lines.length, lines[1]], [weeks.length + 1, [monday(11).split('-').reverse().join('/'), shown(1234), '5', '70']])
  await card.getByRole('button', { name: 'Gấp bảng' }).click()
  await page.emulateMedia({ media: 'print' })
  t.ok((await table.boundingBox()).width > 100, 'bảng không in ra')
}

export async function a_column_of_a_form_is_drawn_with_its_own_figures(t) {
  const page = await t.as('head', '/khong-co'), school = (await ask(page, '/session')).unit.code
  await compute(page, school)
  const report = await reportOf(page, school), [sheet] = report.sheets.slice(-1), column = sheet.columns[1]
  await page.goto(`${addressOf(school)}?phan=${encodeURIComponent(sheet.name)}`)
  await page.locator('.form-box td button').first().waitFor()
  await page.getByRole('button', { name: 'Xem hình' }).click()
  await page.locator('.drawn select').selectOption(column)
  const wanted = sheet.rows.filter(r => r.code && !r.no_source && typeof r.values?.[1] === 'number')
  await page.locator('.drawn .bar-chart').first().waitFor()
  t.is((await text(page.locator('.drawn .bar-chart b'))).sort(), wanted.filter(r => r.values[1] > 0).map(r => shown(r.values[1])).sort())
  t.is((await rowsOf(page.locator('.drawn figure'))).map(r => r[1]), wanted.map(r => shown(r.values[1])))
  t.is(new URL(page.url()).searchParams.get('hinh'), column)
  t.ok(await page.locator('.form-box').isHidden(), 'biểu còn dưới hình')
  await page.reload()
  await page.locator('.drawn .bar-chart').first().waitFor()
  t.is(await page.locator('.drawn select').inputValue(), column)
  await page.getByRole('button', { name: 'Xem biểu' }).click()
  t.is(await text(page.locator(`.form-box td[data-at="${wanted[0].code}${column}"]`)), [shown(wanted[0].values[1])])
}

export async function bars_are_as_long_as_their_figures(t) {
  const page = await t.as('head', '/khong-co'), school = (await ask(page, '/session')).unit.code
  await compute(page, school)
  await page.goto(`${addressOf(school)}?phan=${encodeURIComponent((await reportOf(page, school)).sheets.at(-1).name)}&hinh=E`)
  await page.locator('.drawn .bar-chart').first().waitFor()
  t.ok(new Set(await text(page.locator('.drawn .bar-chart b'))).size > 3, 'các số đều như nhau: không đo được gì')
  const bars = page.locator('.drawn .bar-chart li:has(.bar-fill)'), bare = await text(page.locator('.drawn .bar-chart.bare b'))
  const figures = (await text(bars.locator('b'))).map(x => Number(x.replace(/\./g, ''))), long = await bars.locator('.bar-fill').evaluateAll(all => all.map(e => e.width.baseVal.value))
  t.ok(figures.every((n, i) => Math.abs(n / figures[0] - long[i] / long[0]) < 0.01), `${figures} vẽ thành ${long}`)
  t.ok(bare.every(n => n === '1'), `không có thanh: ${bare}`)
}

export async function another_part_of_a_form_is_drawn_as_well(t) {
  const page = await t.as('head', '/khong-co'), school = (await ask(page, '/session')).unit.code
  await compute(page, school)
  const { sheets } = await reportOf(page, school)
  await page.goto(addressOf(school) + '?hinh=E')
  await page.locator('.drawn').waitFor()
  await page.locator('.tabs a').last().click()
  await page.locator('.drawn figure', { hasText: `Phần ${sheets.at(-1).name}:` }).waitFor()
  t.is(new URL(page.url()).searchParams.get('hinh'), 'E')
}

export async function how_far_the_units_are_is_drawn_as_it_is_told(t) {
  const page = await t.as('manager', '/khong-co'), card = page.locator('.card', { hasText: 'Đơn vị chưa gửi' }).first()
  const told = page.waitForResponse(r => r.url().includes('/reports/progress?')) // others compute and send meanwhile
  await page.goto('/')
  const { totals } = await (await told).json()
  await card.locator('.stack-chart').waitFor()
  const all = ['accepted', 'submitted', 'returned', 'draft', 'none'].map(k => totals[k]), some = all.filter(n => n > 0), whole = some.reduce((n, x) => n + x, 0)
  t.is(await text(card.locator('.stack-words b')), some.map(shown))
  t.is((await rowsOf(card.locator('figure'))).map(r => r[1]), all.map(shown))
  const wide = await card.locator('.stack-chart rect').evaluateAll(all => all.map(e => parseFloat(e.getAttribute('width'))))
  t.ok(wide.every((w, i) => Math.abs(w - (100 * some[i]) / whole) < 0.01), `${some} vẽ thành ${wide}`)
}

const schools = Array.from({ length: 30 }, (_, i) => ({ school: `19${String(100000 + i)}`, label: `Trường số ${i}`, filled: 300 + 23 * i, due: 1000 }))

async function withTiles(t, options) {
  const page = await t.as('manager', '/khong-co', options)
  await page.route('**/quality/completeness*', r => r.fulfill({ json: { items: schools } }))
  await page.goto('/')
  await page.locator('.tilemap').waitFor()
  return page
}

export async function a_tile_says_its_figure_leads_to_its_unit_and_is_reached_by_key(t) {
  const page = await withTiles(t), figure = page.locator('figure', { has: page.locator('.tilemap') }), wanted = schools.map(s => String(Math.floor(s.filled / 10)))
  t.is(await text(figure.locator('.tile text')), wanted)
  t.is((await rowsOf(figure)).map(r => r[1]), wanted)
  const steps = await figure.locator('.tile').evaluateAll(all => all.map(e => e.getAttribute('class').at(-1)))
  t.is(steps, wanted.map(n => String([50, 70, 85, 95].filter(from => Number(n) >= from).length)))
  await figure.locator('.tilemap a').first().focus()
  await page.keyboard.press('Tab')
  t.is(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Trường số 1: 32 %')
}

export async function drawings_are_clean_for_axe_and_fit_a_phone(t) {
  for (const [colorScheme, width] of [['light', 1366], ['dark', 390]]) {
    const options = { colorScheme, viewport: { width, height: 800 } }
    for (const page of [await withWeeks(t, 'head', options), await withTiles(t, options)]) {
      await page.getByRole('button', { name: 'Xem bảng' }).last().click()
      t.is(await findings(page), [], colorScheme)
      t.is(await page.evaluate(() => document.documentElement.scrollWidth), width)
    }
    const page = await t.as('head', '/khong-co', options), school = (await ask(page, '/session')).unit.code
    await compute(page, school)
    await page.goto(addressOf(school) + '?hinh=E')
    await page.locator('.drawn .bar-chart').first().waitFor()
    t.is(await findings(page), [], `biểu ${colorScheme}`)
  }
}
