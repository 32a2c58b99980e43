/* typing.mjs - Vietnamese as input methods send it.  UniKey and EVKey let a letter through, and once a mark is known take letters back with Backspace
 * and send what they have become; no composition is told.  The system's own input method composes. */

const TELEX = { '\u0302': { a: 'a', e: 'e', o: 'o' }, '\u031b': 'w', '\u0306': 'w', đ: 'd', tones: { '\u0301': 's', '\u0300': 'f', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j' } }
const VNI = { '\u0302': '6', '\u031b': '7', '\u0306': '8', đ: '9', tones: { '\u0301': '1', '\u0300': '2', '\u0309': '3', '\u0303': '4', '\u0323': '5' } }
export const methods = { telex: TELEX, vni: VNI }

/* The keys for a word and what stands there after each: [key, shown]. */
function keysOf(word, method) {
  const keys = []
  let shown = '', tone = ''
  for (const letter of word.normalize('NFC')) {
    const [base, ...marks] = letter.normalize('NFD'), low = base.toLowerCase()
    if (low === 'đ') {
      const d = base === 'đ' ? 'd' : 'D'
      keys.push([d, shown + d], [method.đ, shown += base])
      continue
    }
    keys.push([base, shown += base])
    for (const m of marks) {
      if (method.tones[m]) { tone = m; continue }
      const key = typeof method[m] === 'string' ? method[m] : method[m][low]
      keys.push([key, shown = (shown.slice(0, -1) + base + m).normalize('NFC')])
    }
  }
  if (tone) keys.push([method.tones[tone], word.normalize('NFC')])
  return keys
}

/* Acts: { key } goes through, { back } takes so many letters away, { put } sends letters of its own. */
export function acts(text, method) {
  const all = []
  for (const part of text.split(/( )/)) {
    let shown = ''
    for (const [key, next] of keysOf(part, method)) {
      if (next === shown + key) all.push({ key })
      else {
        let same = 0
        while (same < shown.length && shown[same] === next[same]) same++
        all.push({ key, swallowed: true, back: shown.length - same, put: next.slice(same) })
      }
      shown = next
    }
  }
  return all
}

/* With the browser's own key events, as they come from the system: what is put comes as VK_PACKET. */
export async function replay(page, text, method) {
  const cdp = await page.context().newCDPSession(page)
  for (const a of acts(text, method)) {
    if (!a.swallowed) { await page.keyboard.press(a.key === ' ' ? 'Space' : a.key); continue }
    for (let i = 0; i < a.back; i++) await page.keyboard.press('Backspace')
    for (const c of a.put) {
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', text: c, unmodifiedText: c, key: c, windowsVirtualKeyCode: 231 })
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', key: c, windowsVirtualKeyCode: 231 })
    }
  }
  await cdp.detach()
}

/* Many names at once, inside the page: the same keys are told, the same letters go into whatever has the focus.  field: emptied before each name, and
 * what it holds after each is given back; without one, Enter after each. */
const playAll = ({ all, field }) => {
  const tell = (key, keyCode) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode, bubbles: true, cancelable: true }))
  return all.map(one => {
    if (field) { document.querySelector(field).focus(); document.activeElement.select(); document.execCommand('delete') }
    for (const a of one) {
      if (!a.swallowed) { if (tell(a.key, 0)) document.execCommand('insertText', false, a.key); continue }
      for (let i = 0; i < a.back; i++) if (tell('Backspace', 8)) document.execCommand('delete')
      for (const c of a.put) if (tell(c, 231)) document.execCommand('insertText', false, c)
    }
    return field ? document.activeElement.value : tell('Enter', 13)
  })
}
export const replayAll = (page, names, method) => page.evaluate(playAll, { all: names.map(n => acts(n, method)) })
export const replayInto = (page, field, names, method) => page.evaluate(playAll, { all: names.map(n => acts(n, method)), field })

/* As the system's own input method: a composition that grows, then is committed. */
export async function compose(page, text) {
  const cdp = await page.context().newCDPSession(page)
  for (const word of text.split(/( )/)) {
    for (let i = 1; i <= word.length; i++) await cdp.send('Input.imeSetComposition', { text: word.slice(0, i), selectionStart: i, selectionEnd: i })
    await cdp.send('Input.insertText', { text: word })
  }
  await cdp.detach()
}

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Đặng', 'Vũ', 'Giàng', 'Lò', 'Sùng', 'Vàng', 'Đỗ', 'Hoàng', 'Bùi']
const middles = ['Thị', 'Văn', 'Hữu', 'Đức', 'Ngọc', 'Quỳnh', 'Xuân', 'Thuỳ', 'Bảo', 'Khánh', 'Lường', 'Phượng', 'Mỹ']
const givens = ['Ánh', 'Đào', 'Hường', 'Uyên', 'Khuê', 'Thuỷ', 'Ngoãn', 'Tuyết', 'Hoà', 'Quyền', 'Lưỡng', 'Ước', 'Ẩn', 'Ấu', 'Duyệt', 'Mỷ', 'Páo', 'Súa']
export const name = i => `${families[i % families.length]} ${middles[(i * 5) % middles.length]} ${givens[(i * 7) % givens.length]}`
