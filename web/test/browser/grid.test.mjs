/* grid.test.mjs - the entry grid: by keyboard alone, as input methods type, pasted, saved by itself, with a second person and without a line. */
import { readFileSync } from 'node:fs'
import { ask, keptIn } from './at.mjs'
import { findings } from './axe.mjs'
import { aClass, column, columnWords, filter, goTo, grid, health, inClass, isSaved, learners, numberOf, paste, press, withKey, words, YEAR } from './sheet.mjs'
import { acts, compose, methods, name, replay, replayAll } from './typing.mjs'

const TEST = new URL('../clipboard/', import.meta.url)
const fixture = file => JSON.parse(readFileSync(new URL(file, TEST), 'utf8'))

/* Real keys, one after the other without waiting for each to be drawn: as fast as the page takes them. */
async function strike(page, lines) {
  const cdp = await page.context().newCDPSession(page), all = []
  for (const line of lines)
    for (const c of [...line, 'Enter']) {
      const key = c === 'Enter' ? { key: c, code: c, windowsVirtualKeyCode: 13, text: '\r' } : { key: c, text: c, code: 'Digit' + c, windowsVirtualKeyCode: c.charCodeAt(0) }
      all.push(cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }), cdp.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp', text: undefined }))
    }
  await Promise.all(all)
  await cdp.detach()
}

/* ---- by keyboard alone ---- */

export async function a_class_is_filled_by_keyboard_alone(t) {
  const page = await t.as('clerk'), code = await aClass(page, 45)
  await grid(page, learners(code))
  await page.evaluate(() => {
    window.told = { keys: 0, mouse: 0 }
    addEventListener('keydown', e => { if (!['Shift', 'Control'].includes(e.key)) window.told.keys++ }, true)
    for (const type of ['pointerdown', 'mousedown', 'pointermove']) addEventListener(type, () => window.told.mouse++, true)
  })
  const pupils = await inClass(page, code, 'phone'), at = (i, n) => String(100 + i) + n
  const values = pupils.map((p, i) => ({
    personal_id: `019${p.sex === '01' ? 2 : 3}19${at(i, numberOf())}${String(i % 100).padStart(2, '0')}`.padEnd(12, '7'), phone: '0912' + String(100000 + i), father_birth_year: String(1980 + (i % 15)),
    father_phone: '0987' + String(200000 + i), mother_birth_year: String(1982 + (i % 15)), mother_phone: '0905' + String(300000 + i),
  }))
  let digits = 0
  for (const [field, label] of [['personal_id', 'Số định danh'], ['phone', 'Số điện thoại liên hệ'], ['father_birth_year', 'Năm sinh cha'], ['father_phone', 'Số điện thoại cha'],
    ['mother_birth_year', 'Năm sinh mẹ'], ['mother_phone', 'Số điện thoại mẹ']]) {
    await goTo(page, label)
    digits += values.reduce((n, v) => n + v[field].length, 0)
    await strike(page, values.map(v => v[field]))
  }
  await isSaved(page)
  const told = await page.evaluate(() => window.told)
  t.is(told.mouse, 0, 'chuột')
  t.ok(told.keys / digits <= 1.2, `${told.keys} phím cho ${digits} chữ số`)
  const now = await inClass(page, code, Object.keys(values[0]).join(','))
  t.is(now.map(r => Object.keys(values[0]).map(f => String(r[f]))), values.map(v => Object.values(v)))
}

export async function keys_do_what_spreadsheets_do(t) {
  const page = await t.as('clerk'), code = await aClass(page, 6)
  await grid(page, learners(code))
  const at = await column(page, 'Số điện thoại liên hệ'), cell = row => words(page, row, at)
  await goTo(page, 'Số điện thoại liên hệ')
  await page.keyboard.type('0311111111')
  await press(page, 'Enter', 'Shift+ArrowDown', 'Shift+ArrowDown')
  t.is(await page.locator('.grid-box td[aria-selected=true]').count(), 3)
  await press(page, 'ArrowUp', 'ArrowUp', 'ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d')   // fills down from the first
  t.is([await cell(0), await cell(1), await cell(2), await cell(3)], ['0311111111', '0311111111', '0311111111', ''])
  await press(page, 'Control+z')
  t.is([await cell(0), await cell(1)], ['0311111111', ''])
  await press(page, 'Control+y')
  t.is(await cell(2), '0311111111')
  await goTo(page, 'Số điện thoại liên hệ', 2)
  await press(page, 'F2', 'Backspace', '9', 'Enter')
  t.is(await cell(2), '0311111119')
  await press(page, 'ArrowUp')
  await page.keyboard.type('xyz')
  await press(page, 'Escape')
  t.is(await cell(2), '0311111119')
  await press(page, 'Delete')
  t.is(await cell(2), '')
  await goTo(page, 'Giới tính')
  await page.keyboard.type('nữ')
  await page.locator('.grid-list [role=option]', { hasText: 'Nữ' }).waitFor()
  await press(page, 'Enter')
  await goTo(page, 'Giới tính', 1)
  await page.keyboard.type('01')
  await press(page, 'Tab')
  const sex = await column(page, 'Giới tính')
  t.is([await words(page, 0, sex), await words(page, 1, sex)], ['Nữ', 'Nam'])
  await goTo(page, 'Ngày sinh')
  await page.keyboard.type('31022019')
  await press(page, 'Enter', 'ArrowUp')
  await page.locator('.grid-told .problem', { hasText: 'Không có ngày này' }).waitFor()
  await page.locator('.grid-state .problem', { hasText: '1 ô chưa đọc được' }).waitFor()
  await press(page, 'Control+z')
  await isSaved(page)
  await t.none(page.locator('.grid-state .problem'))
  await press(page, 'Escape', 'Tab')
  t.ok(!await page.evaluate(() => document.activeElement.closest('.grid-box')), 'Esc rồi Tab không ra khỏi bảng')
}

/* ---- as input methods type ---- */

export async function names_come_as_they_are_typed(t) {
  t.is(['Nguyễn Đức', 'Thuỳ Ước'].map(n => [methods.telex, methods.vni].map(m => acts(n, m).map(a => a.key).join(''))),
    [['Nguyeenx Dduwcs', 'Nguye6n4 D9u7c1'], ['Thuyf Uwowcs', 'Thuy2 U7o7c1']], 'phím của bộ gõ')
  const page = await t.as('clerk'), code = await aClass(page, 10), names = Array.from({ length: 200 }, (_, i) => name(i * 3 + 1))
  for (const [kind, method] of Object.entries(methods)) {
    await grid(page, learners(code))
    const at = await column(page, 'Họ tên cha'), got = []
    for (let from = 0; from < names.length; from += 10) {
      await goTo(page, 'Họ tên cha')
      await replayAll(page, names.slice(from, from + 10), method)
      got.push(...await columnWords(page, at))
    }
    t.is(got, names.map(n => n.normalize('NFC')), kind)
    await goTo(page, 'Họ tên mẹ')
    for (const n of names.slice(0, 4)) { await replay(page, n, method); await page.keyboard.press('Enter') }
    t.is((await columnWords(page, await column(page, 'Họ tên mẹ'))).slice(0, 4), names.slice(0, 4).map(n => n.normalize('NFC')), kind + ', từng phím')
  }
  await goTo(page, 'Họ tên mẹ', 5)
  for (const n of names.slice(10, 13)) { await compose(page, n); await page.keyboard.press('Enter') }
  t.is((await columnWords(page, await column(page, 'Họ tên mẹ'))).slice(5, 8), names.slice(10, 13).map(n => n.normalize('NFC')), 'bộ gõ của máy')
  await isSaved(page)
  t.is((await inClass(page, code, 'father_name')).map(r => r.father_name), names.slice(190).map(n => n.normalize('NFC')))
}

/* ---- pasted ---- */

const six = [['Giàng Thị Mỷ', '2015-03-04'], ['Lò Văn Ánh', '2015-09-12'], ['Nguyễn Thị Đào', '2015-01-27'], ['Nguyễn Thị Đào', '2015-11-02'], ['Sùng A Páo', '2015-06-30'], ['Vàng Thị Súa', '2015-12-05']]

export async function what_is_pasted_is_shown_first(t) {
  const page = await t.as('clerk'), code = await aClass(page, six.map(([full_name, birth_date], i) => ({ full_name, birth_date, sex: i % 2 ? '01' : '02' })))
  const write = async said => {
    for (const words of said) await page.locator('dialog', { hasText: words }).waitFor()
    await page.locator('dialog button[type=submit]').click()
    await page.locator('dialog').waitFor({ state: 'detached' })
  }
  await grid(page, health(code))
  await page.fill('.grid-begin', '05/09/2025')
  await page.keyboard.press('Tab')
  await page.locator('.grid-box td[data-here] input').waitFor()
  await page.locator('.grid-box td').nth(1).click()
  await paste(page, fixture('03-excel-names-and-birth-dates.json'))
  await page.locator('dialog', { hasText: '2 ô mới' }).waitFor()
  await page.keyboard.press('Escape')                                     // looked at, and not written
  await page.locator('dialog').waitFor({ state: 'detached' })
  t.is((await ask(page, `/health_checks?year=${YEAR}&filter=${filter('learner.enrolment.class.code', code)}`)).items.length, 0)
  await paste(page, fixture('03-excel-names-and-birth-dates.json'))
  await write(['2 dòng × 4 cột', 'họ tên, ngày sinh', 'Chiều cao (cm)'])
  await paste(page, fixture('27-wps-marks.json'))
  await write(['Biết bơi'])
  await isSaved(page)
  const checks = (await ask(page, `/health_checks?year=${YEAR}&filter=${filter('learner.enrolment.class.code', code)}&fields=learner.full_name,learner.birth_date,round,checked_on,height_cm,can_swim`)).items
  t.is(checks.map(r => [r['learner.full_name'], r['learner.birth_date'], r.round, r.checked_on, r.height_cm ?? null, r.can_swim ?? null]).sort(),
    [['Giàng Thị Mỷ', '2015-03-04', 1, '2025-09-05', null, true], ['Nguyễn Thị Đào', '2015-01-27', 1, '2025-09-05', 123.5, null],
      ['Nguyễn Thị Đào', '2015-11-02', 1, '2025-09-05', 124.5, null]])
  await grid(page, `/dinh-danh?nam=${YEAR}&enrolment.class=${code}`)
  await paste(page, fixture('22-google-name-in-two-columns.json'))
  await write(['Số định danh cá nhân', '2 ô mới'])
  await isSaved(page)
  const ids = (await inClass(page, code, 'personal_id')).map(r => r.personal_id).filter(Boolean).sort()
  t.is(ids, ['019215000024', '019315000019'])
}

/* Through the clipboard itself: copied here, pasted there; one cell goes in without a question. */
export async function what_is_copied_is_pasted(t) {
  const page = await t.as('clerk'), code = await aClass(page, 4)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await grid(page, learners(code))
  await goTo(page, 'Số điện thoại liên hệ')
  for (const v of ['0311111111', '0322222222', '0333333333', '0344444444']) { await page.keyboard.type(v); await page.keyboard.press('Enter') }
  await goTo(page, 'Số điện thoại liên hệ')
  await press(page, 'Control+c')
  await goTo(page, 'Số điện thoại cha')
  await press(page, 'Shift+ArrowDown', 'Control+v')
  const father = await column(page, 'Số điện thoại cha'), mother = await column(page, 'Số điện thoại mẹ')
  for (let i = 0; i < 40 && await words(page, 1, father) === ''; i++) await page.waitForTimeout(25) // the clipboard is read in its own time
  t.is([await words(page, 0, father), await words(page, 1, father), await words(page, 2, father)], ['0311111111', '0311111111', ''])
  await goTo(page, 'Số điện thoại liên hệ')
  await press(page, 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+x')
  await goTo(page, 'Số điện thoại mẹ')
  await press(page, 'Control+v')
  await page.locator('dialog', { hasText: '4 ô mới' }).waitFor()
  await page.locator('dialog', { hasText: 'ghép theo thứ tự' }).waitFor()
  await press(page, 'Enter')
  await page.locator('dialog').waitFor({ state: 'detached' })
  t.is([await words(page, 0, mother), await words(page, 3, mother)], ['0311111111', '0344444444'])
  await isSaved(page)
}

/* First what would be written; what is not valid is a chip beside it; of more than a screenful Enter first shows all. */
export async function a_paste_shows_what_it_writes(t) {
  const page = await t.as('clerk'), code = await aClass(page, 30)
  await grid(page, learners(code))
  await goTo(page, 'Số điện thoại liên hệ')
  await paste(page, { text: '0311111111\n0322222222' })
  await page.locator('dialog button[type=submit]').click()
  await goTo(page, 'Ngày sinh')
  await paste(page, { text: '31/02/2019\n05/06/2019' })
  await page.locator('dialog .chip.write[aria-pressed=true]', { hasText: '1' }).waitFor()
  t.is(await page.locator('dialog .grid-planned tbody tr').count(), 1)
  t.ok((await page.locator('dialog .grid-planned tbody').textContent()).includes('05/06/2019'), 'mở ở ô không ghi')
  await page.locator('dialog .chip.invalid', { hasText: '1' }).click()
  await page.locator('dialog td.bad', { hasText: 'Không có ngày này' }).waitFor()
  await press(page, 'Escape')
  const at = await column(page, 'Số điện thoại cha')
  await goTo(page, 'Họ tên cha')
  await paste(page, { text: Array.from({ length: 30 }, (_, i) => `Lò Văn ${'ABCDEFGHIK'[i % 10]}\t${1970 + i % 20}\t0987${String(100000 + i)}\tVàng Thị ${'ABCDEFGHIK'[i % 10]}`).join('\n') })
  await page.locator('dialog .chip.write', { hasText: '120' }).waitFor()
  await press(page, 'Enter')
  await page.locator('dialog .grid-planned tbody tr').nth(119).waitFor()
  t.is(await words(page, 0, at), '', 'ghi điều chưa cho xem')
  await press(page, 'Enter')
  await page.locator('dialog').waitFor({ state: 'detached' })
  t.is(await words(page, 29, at), '0987100029')
  await isSaved(page)
}

/* What is fetched once the grid is there, in the language of whoever is at it. */
export async function without_a_line_it_is_pasted_and_printed(t) {
  const page = await t.as('clerk'), code = await aClass(page, 2)
  await page.click('.account > button')
  await page.click('.choice >> text=English')
  await grid(page, learners(code))
  await page.locator('.grid-tools', { hasText: 'Undo' }).waitFor()
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(x => /\/w\/after-/.test(x.name)))
  await page.context().setOffline(true)
  await paste(page, { text: '0311111111\n0322222222' })
  await page.locator('dialog', { hasText: 'Paste from a spreadsheet' }).waitFor()
  await page.locator('dialog', { hasText: 'Rows are matched in order' }).waitFor()
  await press(page, 'Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.evaluate(() => { window.print = () => { window.printed = document.querySelector('.paper')?.textContent } })
  await press(page, 'Control+p')
  await page.locator('dialog', { hasText: 'Print sensitive data too' }).getByRole('button', { name: 'Print' }).click()
  const paper = await (await page.waitForFunction(() => window.printed)).jsonValue()
  t.ok(paper.includes('Birth date') && !paper.includes('Ethnic group'), paper.slice(0, 400))
  await page.context().setOffline(false)
}

/* Moved while somebody else's table is open: marked when it is looked at again, and locked. */
export async function who_went_to_another_class_is_marked(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3), other = await aClass(page, 1)
  await page.clock.install()
  await grid(page, learners(code))
  const who = (await inClass(page, code, 'phone'))[1], { csrf } = await ask(page, '/session')
  const [enrolment] = (await ask(page, `/enrolments?year=${YEAR}&filter=${filter('learner.code', who.code)}&fields=class`)).items
  const r = await page.request.patch(`/api/v1/enrolments/${enrolment.code}`, {
    headers: { 'X-CSRF-Token': csrf, 'If-Match': `"${enrolment.version}"`, 'Content-Type': 'application/json' }, data: { class: other },
  })
  t.ok(r.ok(), await r.text())
  await page.clock.fastForward(61_000)
  await page.evaluate(() => dispatchEvent(new Event('visibilitychange')))
  await page.locator('.grid-box th', { hasText: 'đã sang lớp 1Z' }).waitFor()
  t.is(await page.locator('.grid-box th .problem').count(), 1)
  await goTo(page, 'Số điện thoại liên hệ')
  for (const v of ['0311111111', '0322222222', '0333333333']) { await page.keyboard.type(v); await page.keyboard.press('Enter') }
  await page.clock.runFor(2000)
  await isSaved(page)
  t.is(await columnWords(page, await column(page, 'Số điện thoại liên hệ')), ['0311111111', '', '0333333333'])
}

/* Only the server knows what a number must be like, and whose it is. */
export async function what_would_be_refused_is_told_before_it_is_written(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3)
  await grid(page, `/dinh-danh?nam=${YEAR}&enrolment.class=${code}`)
  const at = await column(page, 'Số định danh cá nhân')
  await goTo(page, 'Số định danh cá nhân')
  await paste(page, { text: '19319042669\n019219000071\n12345' })
  await page.locator('dialog .chip.refused', { hasText: '2' }).click()
  await page.locator('dialog td.bad', { hasText: 'số 0 ở đầu' }).first().waitFor()
  await page.locator('dialog button[type=submit]').click()
  await page.locator('.grid-box td.bad').nth(1).waitFor()
  t.is(await columnWords(page, at), ['19319042669', '019219000071', '12345'])
  t.is((await inClass(page, code, 'personal_id')).map(r => r.personal_id ?? null).sort(), ['019219000071', null, null])
  await t.none(page.locator('.grid-told', { hasText: 'hồ sơ khác' }), 'số của chính em ấy')
}

/* Once or often: what is typed then replaces what is there; F2 and a double press go into the words. */
export async function a_press_where_one_is_lets_typing_replace(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3)
  await grid(page, learners(code))
  const at = await column(page, 'Họ tên cha'), cell = page.locator(`.grid-box tbody tr:nth-child(1) td:nth-child(${at + 1})`)
  await goTo(page, 'Họ tên cha')
  await page.keyboard.type('Nguyễn Văn Tám')
  await press(page, 'Enter')
  await cell.click()
  await page.waitForTimeout(700)    // no double press
  await cell.click({ position: { x: 20, y: 8 } })
  await page.keyboard.type('Bằng')
  await press(page, 'Enter')
  t.is(await words(page, 0, at), 'Bằng')
  await page.waitForTimeout(700)
  await cell.dblclick()
  await press(page, 'End')
  await page.keyboard.type(' An')
  await press(page, 'Enter')
  t.is(await words(page, 0, at), 'Bằng An')
  await isSaved(page)
}

/* A cell that is drawn anew keeps the input to itself. */
export async function the_input_stays_in_its_cell(t) {
  const page = await t.as('clerk'), code = await aClass(page, 4)
  const fits = async what => {
    const [cell, input] = await page.evaluate(() => [document.querySelector('.grid-input').parentElement, document.querySelector('.grid-input')]
      .map(e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.width, r.height].map(Math.round) }))
    t.ok(cell.every((n, i) => Math.abs(n - input[i]) <= 2), `${what}: ô ${cell}, chỗ gõ ${input}`)
  }
  await grid(page, learners(code))
  await goTo(page, 'Họ tên cha', 1)
  for (const keys of [['N', 'Enter', 'ArrowUp', 'Control+z'], ['Control+y'], ['Control+z'], ['M', 'Enter', 'ArrowUp']]) {
    await press(page, ...keys)
    await fits(keys.join(' '))
  }
  await isSaved(page)
  await fits('đã lưu')
  await press(page, 'Delete')
  await fits('xoá')
  await isSaved(page)
  await fits('đã lưu lần nữa')
}

/* ---- two people ---- */

/* Inside the page: into a cell, over what is there, Enter; a little later the next. */
async function writeAll(all) {
  for (const { row, at, text, wait } of all) {
    document.querySelector('.grid-box tbody').rows[row].cells[at].dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }))
    document.execCommand('insertText', false, text)
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    await new Promise(done => setTimeout(done, wait))
  }
}

export async function two_people_at_one_class_lose_nothing_silently(t) {
  const a = await t.as('clerk'), b = await t.as('head'), code = await aClass(a, 6), pages = [a, b], told = new Set(), last = new Map()
  for (const p of pages) await grid(p, learners(code))
  const label = ['Chỗ ở hiện nay', 'Họ tên cha'], at = [await column(a, label[0]), await column(a, label[1])]
  const pupils = await inClass(a, code, 'phone')
  /* Both answer what they are asked; whose words go is noted. */
  const answer = async who => {
    for (const li of await pages[who].locator('.grid-clashes li[role=alert]').all().catch(() => [])) {
      const text = await li.textContent({ timeout: 300 }).catch(() => ''), mine = /Bạn ghi «([^»]*)»/.exec(text)?.[1]
      if (!mine) continue
      told.add(mine)
      await li.locator('button', { hasText: told.size % 2 ? 'Lấy bản kia' : 'Giữ của tôi' }).click({ timeout: 300 }).catch(() => {})
    }
  }
  const writings = who => Array.from({ length: 100 }, (_, i) => ({
    row: (i * 5 + who * (i % 3)) % 6, c: (i + who) % 2, text: `Nhà ${'AB'[who]} ${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`,
  }))
  for (let from = 0; from < 100; from += 10) {
    await Promise.all([0, 1].map(async who => {
      const some = writings(who).slice(from, from + 10)
      await pages[who].evaluate(writeAll, some.map(x => ({ ...x, at: at[x.c], wait: 20 + (x.row * 7 + who * 11) % 40 })))
      for (const x of some) last.set(`${who} ${x.row} ${x.c}`, x.text)
    }))
    for (const who of [0, 1]) await answer(who)
  }
  for (let i = 0; i < 30; i++) {
    for (const who of [0, 1]) { await answer(who); await pages[who].keyboard.press('Control+s') }
    const left = await Promise.all(pages.map(p => p.locator('.grid-clashes li').count()))
    if (left.every(x => x === 0) && i > 2) break
    await a.waitForTimeout(100)
  }
  for (const p of pages) await isSaved(p)
  t.ok(told.size > 0, 'hai người chưa gặp nhau ở ô nào')
  /* What each wrote last is there, or was there and is in the history, or was asked about. */
  const logs = await Promise.all(pupils.map(p => ask(a, `/learners/${p.code}/history`)))
  for (const [key, text] of last) {
    const [, row, c] = key.split(' ').map(Number), field = ['current_address', 'father_name'][c]
    t.ok(told.has(text) || logs[row].items.some(x => x.after?.[field] === text), `${key}: «${text}» mất không một lời`)
  }
}

/* ---- without a line ---- */

export async function what_is_typed_without_a_line_comes_when_it_is_back(t) {
  const page = await t.visitor()
  await withKey(page)
  await t.enter(page, 'clerk', '/')
  const code = await aClass(page, 6), numbers = ['0311111111', '0322222222', '0333333333', '0344444444', '0355555555', '0366666666']
  await grid(page, learners(code))
  await goTo(page, 'Số điện thoại liên hệ')
  await page.context().setOffline(true)
  for (const v of numbers) { await page.keyboard.type(v); await page.keyboard.press('Enter') }
  await page.locator('.grid-state', { hasText: 'Mất mạng – còn 6 ô chưa gửi' }).waitFor()
  await page.waitForTimeout(500)
  const sealed = await keptIn(page)
  t.is(sealed.length, 1, 'hàng đợi trong trình duyệt')
  t.ok(!/0311111111|phone|typed/.test(sealed[0]), 'hàng đợi đọc được')
  /* The page goes away before anything could be sent. */
  await page.route('**/learners/batch*', route => route.abort())
  await page.context().setOffline(false)
  page.once('dialog', d => d.accept())
  await page.reload()
  await page.locator('.grid-box td[data-here] input').waitFor()
  await page.locator('.grid-state', { hasText: 'còn 6 ô chưa gửi' }).waitFor()
  const phone = await column(page, 'Số điện thoại liên hệ')
  t.is(await words(page, 5, phone), numbers[5])
  await page.unroute('**/learners/batch*')
  await page.keyboard.press('Control+s')
  await isSaved(page)
  t.is((await inClass(page, code, 'phone')).map(r => r.phone), numbers)
  await page.waitForFunction(() => new Promise(done => {
    const open = indexedDB.open('khue')
    open.onsuccess = () => { const all = open.result.transaction('sealed').objectStore('sealed').count(); all.onsuccess = () => { open.result.close(); done(all.result === 0) } }
  }))
  /* Whoever leaves is told, wherever he is, what is not sent; who signs out is asked, and then it is wiped. */
  await page.route('**/learners/batch*', route => route.abort())
  await goTo(page, 'Số điện thoại cha')
  await page.keyboard.type('0377777777')
  const asked = []
  let stays = true
  page.on('dialog', d => { asked.push(d.message()); void (stays ? d.dismiss() : d.accept()) })
  await page.click('#menu a[href="/ho-so/rooms"]')
  await page.locator('.bar-note', { hasText: 'Còn 1 ô trong bảng nhập nhanh chưa gửi' }).waitFor()
  t.is(asked, [], 'rời bảng mà hỏi mất')
  await page.waitForTimeout(500)
  t.is((await keptIn(page)).length, 1)
  await page.click('.account button')
  await page.click('form[action="/dang-xuat"] button')
  for (let i = 0; i < 150 && !asked.length; i++) await page.waitForTimeout(100)
  t.is(asked.length, 1)
  t.ok(asked[0].includes('Còn 1 ô'), `đăng xuất không hỏi: «${asked}»`)
  t.is((await keptIn(page)).length, 1, 'chưa đăng xuất đã xoá')
  stays = false
  await page.click('form[action="/dang-xuat"] button')
  await page.waitForURL('**/dang-nhap*')
  t.is((await keptIn(page)).length, 0, 'đăng xuất còn để lại hàng đợi')
}

/* What waits in one class goes on being sent in the next, and is the same when one comes back. */
export async function cells_of_a_class_left_are_still_sent(t) {
  const page = await t.as('clerk'), first = await aClass(page, 3), second = await aClass(page, 3)
  let busy = true
  await page.route('**/learners/batch*', route => (busy ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"key":"busy","detail":"Máy chủ bận."}' })
    : route.continue()))
  await grid(page, learners(first))
  await goTo(page, 'Số điện thoại liên hệ')
  for (const v of ['0311111111', '0322222222']) { await page.keyboard.type(v); await page.keyboard.press('Enter') }
  await page.keyboard.type('0333333333')   // and left while it is typed
  await page.locator('.grid-tools select').first().selectOption(second)
  await page.locator('.grid-state', { hasText: 'còn 3 ô của lớp khác, bảng khác chưa gửi' }).waitFor()
  await page.locator('.grid-tools select').first().selectOption(first)
  await page.locator('.grid-state', { hasText: 'còn 3 ô' }).waitFor()
  const phone = await column(page, 'Số điện thoại liên hệ')
  t.is(await columnWords(page, phone), ['0311111111', '0322222222', '0333333333'])
  await press(page, 'Control+z')
  t.is(await columnWords(page, phone), ['0311111111', '0322222222', ''], 'không phải hàng đợi cũ')
  await press(page, 'Control+y')
  await page.locator('.grid-tools select').first().selectOption(second)
  await page.locator('.grid-state a', { hasText: 'còn 3 ô' }).waitFor()
  busy = false
  await page.locator('.grid-state a').waitFor({ state: 'detached' })
  t.is((await inClass(page, first, 'phone')).map(r => r.phone ?? null), ['0311111111', '0322222222', '0333333333'])
}

/* The page goes away and another screen is opened: what was sealed is sent from there, once, and told of until then. */
export async function cells_of_a_page_that_went_away_are_sent_from_wherever_one_is(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3)
  await page.route('**/learners/batch*', route => route.abort())
  await grid(page, learners(code))
  await goTo(page, 'Số điện thoại liên hệ')
  for (const v of ['0311111111', '0322222222']) { await page.keyboard.type(v); await page.keyboard.press('Enter') }
  await page.locator('.grid-state', { hasText: 'Mất mạng – còn 2 ô chưa gửi' }).waitFor()
  await page.waitForTimeout(500)
  const other = await page.context().newPage()                            // of the same session: what the first has open is its own
  await other.goto('/')
  await other.waitForTimeout(2500)
  t.is((await inClass(page, code, 'phone')).map(r => r.phone ?? null), [null, null, null], 'trang khác đã gửi')
  await other.close()
  let asked = 0
  page.on('dialog', d => { asked++; void d.accept() })
  await page.goto('/lop')
  await page.locator('.bar-note', { hasText: 'Còn 2 ô trong bảng nhập nhanh chưa gửi. Máy giữ lại và tự gửi' }).waitFor()
  await page.locator('main h1').click() // a browser asks nobody who has touched nothing
  asked = 0
  await page.goto('/ho-so/rooms')
  t.is(asked, 1, 'rời trang không được hỏi')
  await page.locator('.bar-note', { hasText: 'Còn 2 ô trong bảng nhập nhanh chưa gửi' }).waitFor()
  await page.unroute('**/learners/batch*')
  await page.locator('.bar-note', { hasText: 'nhập nhanh' }).waitFor({ state: 'detached' })
  t.is((await inClass(page, code, 'phone')).map(r => r.phone ?? null), ['0311111111', '0322222222', null])
  for (let i = 0; i < 20 && (await keptIn(page)).length; i++) await page.waitForTimeout(100)
  t.is(await keptIn(page), [], 'còn niêm phong')
}

/* Chosen without a line it opens by itself once that is back, as lists do. */
export async function a_class_opened_without_a_line_comes_when_it_is_back(t) {
  const page = await t.as('clerk'), first = await aClass(page, 2), second = await aClass(page, 3)
  await grid(page, learners(first))
  await page.locator(`.grid-tools option[value="${second}"]`).waitFor({ state: 'attached' })
  await page.context().setOffline(true)
  await page.locator('.grid-tools select').first().selectOption(second)
  await page.locator('.state.lost', { hasText: 'Có mạng lại là tự mở.' }).waitFor()
  t.ok(!(await page.locator('.state.lost').textContent()).includes('còn trên màn hình'), 'nói điều không có')
  t.is(await page.locator('.grid-tools select').first().inputValue(), second)
  await page.context().setOffline(false)
  await page.locator('.grid-box td[data-here] input').waitFor()
  t.is(await page.locator('.grid-box tbody tr').count(), 3)
}

/* Told, and stored all the same: an old card's number is better than none. */
export async function nine_digits_are_told_as_those_of_the_old_card(t) {
  const page = await t.as('clerk'), code = await aClass(page, 2)
  await grid(page, `/dinh-danh?nam=${YEAR}&enrolment.class=${code}`)
  await goTo(page, 'Số định danh')
  await page.keyboard.type('09' + String(Date.now()).slice(-7))
  await page.keyboard.press('Enter')
  await page.locator('.grid-box td.doubt').waitFor()
  await page.keyboard.press('ArrowUp')
  await page.locator('#grid-told.warning', { hasText: 'Số có 9 chữ số là của chứng minh nhân dân cũ' }).waitFor()
  await isSaved(page)
  t.is((await inClass(page, code, 'personal_id')).filter(r => r.personal_id).length, 1)
  const said = page.locator('.grid-state button', { hasText: /^1 ô cần xem lại: .*Số có 9 chữ số là của chứng minh nhân dân cũ/ })
  await said.waitFor()
  await page.reload()
  await page.locator('.grid-box td.doubt').waitFor()   // told again, and nothing was typed
  await said.click()
  await page.locator('#grid-told.warning', { hasText: 'Số có 9 chữ số' }).waitFor()
  const named = page.locator('.pick select option:checked', { hasText: 'còn 2 ô' })
  await named.waitFor({ state: 'attached' })
  await goTo(page, 'Số định danh')
  await page.keyboard.press('Delete')
  await isSaved(page)
  await said.waitFor({ state: 'detached' })
}

/* By the page's own clock: it knocks and waits as it would for ten minutes. */
export async function ten_minutes_without_a_line_lose_nothing(t) {
  const page = await t.as('clerk'), code = await aClass(page, 20), before = await inClass(page, code, 'phone,father_phone')
  await page.clock.install()
  await grid(page, learners(code))
  await goTo(page, 'Số điện thoại liên hệ')
  let sent = 0, tried = 0
  page.on('request', r => { if (r.url().includes('/learners/batch')) sent++; if (r.url().endsWith('/healthz')) tried++ })
  await page.context().setOffline(true)
  const phones = before.map((_, i) => '0311' + String(100000 + i)), fathers = before.map((_, i) => '0322' + String(200000 + i))
  for (const v of phones) { await page.keyboard.type(v); await page.keyboard.press('Enter'); await page.clock.runFor(15_000) }
  await goTo(page, 'Số điện thoại cha')
  for (const v of fathers) { await page.keyboard.type(v); await page.keyboard.press('Enter'); await page.clock.runFor(15_000) }
  await page.locator('.grid-state', { hasText: 'Mất mạng – còn 40 ô chưa gửi' }).waitFor()
  t.is((await inClass(page, code, 'phone')).map(r => r.phone ?? null), before.map(() => null), 'đã gửi dù mất mạng')
  await page.context().setOffline(false)
  for (let i = 0; i < 40 && !await page.locator('.grid-state .good', { hasText: 'Đã lưu' }).count(); i++) { await page.clock.runFor(1000); await page.waitForTimeout(50) }
  await isSaved(page)
  t.ok(tried > 10, `chỉ hỏi máy chủ ${tried} lần trong mười phút`)
  const now = await inClass(page, code, 'phone,father_phone')
  t.is(now.map(r => [r.phone, r.father_phone]), phones.map((p, i) => [p, fathers[i]]))
  const times = now.map((r, i) => r.version - before[i].version) // the first cell may have been on its way alone, and is sent so again
  t.ok(times[0] <= 2 && times.slice(1).every(n => n === 1), `ghi hơn một lần: ${times}`)
}

export async function an_answer_lost_is_done_once_only(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3)
  await grid(page, health(code))
  await page.fill('.grid-begin', '05/09/2025')
  await page.keyboard.press('Tab')
  await page.locator('.grid-box td[data-here] input').waitFor()
  await page.locator('.grid-box td').nth(1).click()
  let lost = 0
  const keys = new Set()
  await page.route('**/health_checks/batch*', async route => {
    keys.add(route.request().headers()['idempotency-key'])
    if (lost++ > 1) return route.continue()
    await route.fetch()
    await route.abort('connectionreset')
  })
  for (const v of ['121,5', '119', '118']) { await page.keyboard.type(v); await page.keyboard.press('Enter') }
  await isSaved(page)
  t.ok(lost >= 3, 'chưa mất câu trả lời nào')
  const checks = (await ask(page, `/health_checks?year=${YEAR}&filter=${filter('learner.enrolment.class.code', code)}&fields=height_cm`)).items
  t.is(checks.map(r => r.height_cm).sort(), [118, 119, 121.5])
  t.ok(keys.size < lost, 'lần gửi lại mang khoá khác')
}

/* ---- to be seen ---- */

export async function the_grid_is_clean_and_covers_nothing(t) {
  const first = await t.as('clerk'), code = await aClass(first, 30)
  for (const theme of ['light', 'dark']) for (const [wide, high] of [[1366, 768], [390, 844], [683, 384]]) {
    const page = await t.as('clerk', '/', { viewport: { width: wide, height: high }, colorScheme: theme })
    await grid(page, `/dinh-danh?nam=${YEAR}&enrolment.class=${code}`)
    if (wide === 1366 || (wide === 390 && theme === 'light')) t.is(await findings(page), [], `${theme} ${wide}`)
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/grid-${theme}-${wide}.png` })
    if (theme === 'dark') continue
    /* Wherever one goes, the cell is in sight and nothing lies over it. */
    for (const keys of [['Control+End'], ['Home'], ['PageUp'], ['End', 'ArrowUp'], ['Control+Home'], ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']]) {
      await press(page, ...keys)
      const seen = await page.evaluate(() => {
        const r = document.activeElement.getBoundingClientRect(), over = (x, y) => document.elementFromPoint(x, y) === document.activeElement
        return [over(r.left + 4, r.top + r.height / 2), over(r.right - 4, r.top + r.height / 2), over(r.left + r.width / 2, r.top + 4), over(r.left + r.width / 2, r.bottom - 4)]
      })
      t.is(seen, [true, true, true, true], `${wide} ${keys}: ô đang đứng bị che`)
    }
  }
}

/* Where the page scrolls too: whose row it is, what the column is, and what is said of the cell stay in sight, wherever one goes or scrolls. */
export async function heads_and_names_stay_where_the_page_is_low(t) {
  const first = await t.as('clerk'), code = await aClass(first, 30)
  for (const [wide, high] of [[683, 384], [390, 844], [1366, 768]]) {
    const page = await t.as('clerk', '/', { viewport: { width: wide, height: high } })
    await grid(page, learners(code))
    const hidden = () => page.evaluate(() => {
      const here = document.activeElement.closest('td'), row = here.parentElement, head = document.querySelectorAll('.grid-box thead th')[here.cellIndex]
      const seen = e => { const r = e.getBoundingClientRect(); return e.contains(document.elementFromPoint(r.left + Math.min(20, r.width / 2), r.top + r.height / 2)) }
      return Object.entries({ cell: here, head, name: row.querySelector('th'), told: document.getElementById('grid-told').parentElement }).filter(([, e]) => !seen(e)).map(([n]) => n)
    })
    for (const keys of [['ArrowDown'], ['Control+End'], Array(9).fill('ArrowUp'), ['Home'], Array(17).fill('ArrowUp'), ['End'], ['PageDown'], ['Control+Home']]) {
      await press(page, ...keys)
      t.is(await hidden(), [], `${wide}×${high} ${keys[0]}`)
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/low-${wide}-${keys[0]}-${keys.length}.png` })
    }
    await page.mouse.move(wide / 2, high - 10)
    await page.evaluate(() => scrollTo(0, 9999))
    t.is((await hidden()).filter(n => n === 'head'), [], `${wide}×${high}, cuộn xuống cuối`)
    t.is(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'trang rộng hơn màn hình')
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/low-${wide}-bottom.png` })
  }
}

/* What a cell shows only a part of stands whole below the table while one is in it, and is what the input is described by. */
export async function a_text_that_is_cut_is_told_whole(t) {
  const page = await t.as('clerk'), code = await aClass(page, 3), long = 'Số nhà 24, ngõ 318, đường Lê Duẩn, tổ dân phố số 17, phường Phương Liên'
  await grid(page, learners(code))
  const told = () => page.evaluate(() => document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent)
  await goTo(page, 'Chỗ ở hiện nay')
  await page.keyboard.type(long)
  await press(page, 'Enter')
  await page.keyboard.type('Bản Mỏ')
  await press(page, 'Enter', 'ArrowUp')
  t.is(await told(), '')
  await press(page, 'ArrowUp')
  await page.locator('.grid-told', { hasText: long }).waitFor()
  t.is(await told(), long)
  await isSaved(page)
  t.is(await told(), long)
}

export async function a_picture_of_the_grid_on_paper(t) {
  const page = await t.as('clerk'), code = await aClass(page, 5)
  await grid(page, `/dinh-danh?nam=${YEAR}&enrolment.class=${code}`)
  await page.evaluate(() => { window.print = () => { window.printed = document.querySelector('.paper')?.textContent } })
  await page.click('.grid-tools button:has-text("In")')
  await page.locator('dialog', { hasText: 'In cả dữ liệu nhạy cảm' }).getByRole('button', { name: 'In', exact: true }).click()
  await page.waitForFunction(() => window.printed)
  const paper = await page.evaluate(() => window.printed), pupils = await inClass(page, code, 'phone')
  for (const p of pupils) t.ok(paper.includes(p.full_name), `thiếu ${p.full_name}`)
  t.ok(paper.includes(`Lớp ${(await ask(page, `/classes/${code}`)).name}. `), 'thiếu lớp nào')
  for (const words of ['THU THẬP SỐ ĐỊNH DANH', 'Số định danh cá nhân', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM']) t.ok(paper.includes(words), words)
}
