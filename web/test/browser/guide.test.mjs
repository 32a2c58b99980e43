/* guide.test.mjs - the help of each screen opens beside it with its picture, and the pictures themselves: GUIDES=docs/guide/pictures takes them anew. */
import { resolve } from 'node:path'
import { ask, make, pupil } from './at.mjs'
import { addressOf, compute, schoolsThatSent } from './reports.mjs'

export async function guides_stand_beside_their_screens(t) {
  const first = await t.as('clerk'), { code } = await pupil(first, 13)
  const ofClass = (await ask(first, '/classes?year=2025&limit=1')).items[0].code
  const school = (await ask(first, '/session')).unit.code
  await compute(await t.as('head', '/khong-co'), school)
  if (process.env.GUIDES) await schoolsThatSent(t, ['Trường Tiểu học Ba Hàng', 'Trường Tiểu học Đồng Tiến'])
  if (process.env.GUIDES) for (const [page, text] of [['/nap', 'Tệp danh sách lớp 1 báo thiếu cột ngày sinh.'], ['/bao-cao', 'Ô 37E đếm thiếu một em.']]) await make(first, 'requests', { page, text })
  for (const [name, where, role] of [['home', '/', 'clerk'], ['records', '/ho-so/learners', 'clerk'], ['record', `/ho-so/learners/${code}`, 'clerk'], ['grid', `/dinh-danh?enrolment.class=${ofClass}`, 'clerk'],
    ['accounts', '/quan-tri/tai-khoan', 'unit_admin'], ['sessions', '/quan-tri/phien', 'unit_admin'], ['clients', '/quan-tri/phan-mem', 'unit_admin'], ['factor', '/quan-tri/hai-buoc', 'clerk'],
    ['units', '/quan-tri/don-vi', 'manager'], ['log', '/quan-tri/nhat-ky', 'head'], ['views', '/quan-tri/luot-xem', 'head'], ['places', '/quan-tri/dia-danh', 'clerk'],
    ['classes', `/lop/${ofClass}`, 'clerk'], ['rules', '/quan-tri/quy-dinh', 'manager'], ['regulations', '/quan-tri/quy-che', 'head'], ['transfers', '/chuyen-truong', 'clerk'], ['twins', '/trung', 'clerk'], ['rollover', '/chuyen-nam-hoc', 'clerk'], ['reports', '/bao-cao', 'head'], ['report', addressOf(school), 'head'], ['approve', '/duyet', 'manager'], ['imports', '/nap', 'clerk'], ['exports', '/xuat', 'clerk'],
    ['quality', '/chat-luong', 'clerk'], ['checklist', '/con-thieu/lifelong-record', 'clerk'], ['progress', '/tien-do', 'manager'],
    ['requests', '/quan-tri/yeu-cau', 'manager'], ['help', '/tro-giup', 'clerk']]) {
    const page = await t.as(role, '/', { viewport: { width: 1000, height: 600 } })
    await page.goto(where)
    await page.quiet()
    if (process.env.GUIDES) { await page.screenshot({ path: resolve(process.env.GUIDES, name + '.jpg'), type: 'jpeg', quality: 40 }); continue }
    await page.click('.help-button')
    const picture = page.locator('aside.help img')
    await picture.waitFor()
    t.ok(await picture.evaluate(async e => { await e.decode(); return e.naturalWidth > 500 }), `${name}: hình của trợ giúp không hiện`)
  }
}
