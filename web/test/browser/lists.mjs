/* lists.mjs - lists of pupils as schools keep them, with mistakes where they are wanted. */
import { name } from './typing.mjs'

export const HEAD = ['STT', 'Lớp', 'Mã định danh Bộ GD&ĐT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Dân tộc', 'Số định danh cá nhân', 'SĐT liên hệ', 'Năm sinh cha']

const pad = (n, of = 2) => String(n).padStart(of, '0')

/* The i-th of n pupils of a primary school; no two alike, nor alike those of another name. */
export function pupil(i, n, last = '') {
  const grade = 1 + Math.floor((5 * i) / n), born = 2020 - grade
  return [String(i + 1), `${grade}/${1 + (Math.floor(i / 40) % 25)}`, '', `${name(i)} ${name(Math.floor(i / 7) + 3).split(' ').at(-1)} ${last}`.trim(),
    `${pad(1 + (Math.floor(i / 245) % 28))}/${pad(1 + (i % 12))}/${born}`, i % 2 ? 'Nữ' : 'Nam', i % 3 ? 'Kinh' : 'Tày',
    `001${i % 2 ? 3 : 2}${pad(born % 100)}${pad(i + (last ? (last.length + 1) * 100000 : 0), 6)}`, `09123${pad(i, 5)}`, '1985']
}

/* Column of HEAD, what stands there, what is said of it: 25 kinds. */
export const KINDS = [
  [1, () => '', 'import.class_empty'], [1, () => new Date(2026, 1, 1), 'import.class_date'], [1, i => `Hoa Hồng ${i}`, 'import.class_unknown'],
  [1, () => 'một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm', 'import.class_long'], [2, () => '001219000011', 'import.person_code'],
  [3, () => '', 'import.name_empty'], [3, () => 'Văn '.repeat(40) + 'An', 'field.too_long'], [4, () => '31/02/2019', 'value.date_impossible'],
  [4, () => '05/09/19', 'value.date_short_year'], [4, () => 'tháng chín', 'value.date'], [4, () => '2019', 'value.date_year_only'],
  [4, () => '2019-09-05T17:00:00Z', 'value.date_zone'], [4, () => '', 'import.required'], [4, () => '05/09/2035', 'rule.birth_date_impossible'],
  [5, () => '1', 'value.sex'], [5, () => '', 'import.required'], [6, () => 'Sao Hỏa', 'import.code'], [6, () => '', 'import.required'],
  [7, () => '00121900A011', 'value.identity_letters'], [7, () => '19219011', 'value.identity_length'], [7, () => '7.9E+10', 'value.scientific'],
  [8, () => '12345', 'value.phone'], [8, () => '01234567890', 'value.phone_old'], [9, () => '1850', 'field.too_small'], [7, (i, n) => pupil(i - 4, n)[7], 'import.twice'],
]

export const EVERY = 16

/* n pupils; every 16th row has the next of the mistakes, as many as are wanted. */
export function planted(n, wanted = 300) {
  const rows = Array.from({ length: n }, (_, i) => pupil(i, n)), at = []
  for (let i = 7; i < n && at.length < wanted; i += EVERY) {
    const [column, text, key] = KINDS[at.length % KINDS.length]
    rows[i][column] = text(i, n)
    at.push({ row: i + 2, key })
  }
  return { rows: [HEAD, ...rows], at }
}

/* As a clerk does: chosen, looked through, sent. */
export async function sendFiles(page, ...files) {
  await page.goto('/nap')
  await page.setInputFiles('.drop-box input', files)
  await page.locator('.sent-files li').nth(files.length - 1).waitFor()
  await page.click('.stage .primary')
  await page.waitForURL(/\/nap\/./)
}
