/* block.ts - a range of cells as spreadsheets put it on the clipboard, as text and as HTML. */

/* raw: the number behind what is shown, where the program tells it; spanned: covered by a merged cell, whose words stand in it too. */
export type BlockCell = { text: string; raw?: number; spanned?: boolean }
export type Block = BlockCell[][]

const tidy = (s: string) => s.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200b\ufeff]/g, '').normalize('NFC').trim()

/* ---- text ---- */

/* Tabs between cells; one with a tab or a line break in it stands in quotes. */
export function readText(text: string): Block {
  const rows: Block = []
  let row: BlockCell[] = [], at = 0
  const s = text.replace(/\r\n?/g, '\n').replace(/\0+$/, '')
  while (at < s.length) {
    const quoted = s[at] === '"' ? quotedAt(s, at) : undefined, end = quoted?.end ?? plainEnd(s, at)
    row.push({ text: tidy(quoted ? quoted.text : s.slice(at, end)) })
    const next = s[end]
    at = end + 1
    if (next !== '\t') { rows.push(row); row = [] }
    else if (at >= s.length) row.push({ text: '' })
  }
  if (row.length) rows.push(row)
  return trimmed(rows)
}

function plainEnd(s: string, from: number): number {
  let end = from
  while (end < s.length && s[end] !== '\t' && s[end] !== '\n') end++
  return end
}

/* Undefined: a quotation mark that opens no quoted cell. */
function quotedAt(s: string, from: number): { text: string; end: number } | undefined {
  let text = ''
  for (let i = from + 1; i < s.length; i++) {
    if (s[i] !== '"') text += s[i]
    else if (s[i + 1] === '"') text += s[++i]
    else return i + 1 === s.length || s[i + 1] === '\t' || s[i + 1] === '\n' ? { text, end: i + 1 } : undefined
  }
  return undefined
}

/* Lines below the last are no rows; all are as long as the longest. */
function trimmed(rows: Block): Block {
  const all = [...rows]
  while (all.length > 1 && all.at(-1)?.every(c => c.text === '')) all.pop()
  const width = Math.max(0, ...all.map(r => r.length))
  return all.map(r => [...r, ...Array.from({ length: width - r.length }, (): BlockCell => ({ text: '' }))])
}

/* ---- HTML ---- */

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', hellip: '…', deg: '°' }

const decode = (s: string) => s.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (all, name: string) => {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? all
  const n = name[1]?.toLowerCase() === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1))
  return n > 0 && n <= 0x10ffff ? String.fromCodePoint(n) : ''
})

type Tag = { name: string; closes: boolean; attributes: Record<string, string> }

function readTag(text: string): Tag | undefined {
  const m = /^<(\/?)([a-z][\w:-]*)/i.exec(text)
  if (!m?.[2]) return undefined
  const attributes: Record<string, string> = {}
  for (const [, name = '', double, single, bare] of text.slice(m[0].length, -1).matchAll(/([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g))
    attributes[name.toLowerCase()] = decode(double ?? single ?? bare ?? '')
  return { name: m[2].toLowerCase(), closes: m[1] === '/', attributes }
}

const isHidden = (t: Tag) => /display\s*:\s*none/i.test(t.attributes['style'] ?? '') || 'hidden' in t.attributes

/* The number behind the words: LibreOffice, Excel and Google each have their own place for it. */
function rawOf({ attributes: a }: Tag): number | undefined {
  const google = /^\{[^}]*"1":3,[^}]*"3":(-?[\d.e+-]+)/i.exec(a['data-sheets-value'] ?? '')?.[1]
  const said = google ?? (a['sdval'] || a['x:num'])
  return said === undefined || said === '' || isNaN(Number(said)) ? undefined : Number(said)
}

const span = (t: Tag, name: string) => Math.min(200, Math.max(1, parseInt(t.attributes[name] ?? '1', 10) || 1))

class Table {
  readonly rows: (BlockCell | undefined)[][] = []
  private readonly hiddenColumns = new Set<number>()
  private readonly hiddenRows = new Set<number>()
  private column = 0
  private cell: { tag: Tag; text: string } | undefined

  col(t: Tag) {
    const n = span(t, 'span'), width = t.attributes['width']
    for (let i = 0; i < n; i++, this.column++) if (isHidden(t) || width === '0') this.hiddenColumns.add(this.column)
  }
  row(t: Tag) {
    this.close()
    if (isHidden(t) || t.attributes['height'] === '0') this.hiddenRows.add(this.begun)
    this.begun++
  }
  private begun = 0
  open(t: Tag) { this.close(); if (!this.begun) this.begun = 1; this.cell = { tag: t, text: '' } }
  say(text: string) { if (this.cell) this.cell.text += text }
  close() {
    if (!this.cell) return
    const { tag, text } = this.cell, at = this.begun - 1, row = this.rows[at] ??= []
    let x = 0
    while (row[x]) x++
    const words = tidy(text.split('\n').map(l => l.trim()).join('\n')), raw = rawOf(tag), hides = isHidden(tag)
    for (let dy = 0; dy < span(tag, 'rowspan'); dy++)
      for (let dx = 0; dx < span(tag, 'colspan'); dx++) {
        const to = this.rows[at + dy] ??= []
        to[x + dx] = { text: words, raw, ...(dy || dx ? { spanned: true } : {}) }
        if (hides && dy === 0) this.hiddenColumns.add(x + dx)
      }
    this.cell = undefined
  }
  block(): Block {
    const width = Math.max(0, ...this.rows.map(r => r.length))
    const kept = Array.from({ length: this.begun }, (_, y) => ({ r: this.rows[y] ?? [], y })).filter(x => !this.hiddenRows.has(x.y))
    const columns = Array.from({ length: width }, (_, x) => x).filter(x => !this.hiddenColumns.has(x))
    return trimmed(kept.map(({ r }) => columns.map(x => r[x] ?? { text: '' })))
  }
}

/* The first table of the page, read without making it a part of ours; undefined: there is none. */
export function readHtml(html: string): Block | undefined {
  const table = new Table()
  let inside = false
  for (const m of html.matchAll(/<!--[\s\S]*?-->|<(style|script|title)\b[\s\S]*?<\/\1\s*>|<\/?[a-z](?:"[^"]*"|'[^']*'|[^'"<>])*>|[^<]+|</gi)) {
    const part = m[0], tag = part.startsWith('<') && !part.startsWith('<!--') && !m[1] ? readTag(part) : undefined
    if (!tag) { if (inside && !part.startsWith('<')) table.say(decode(part.replace(/[ \t\r\n]+/g, ' '))); continue }
    if (tag.name === 'table') { if (tag.closes && inside) break; inside = true }
    else if (!inside) continue
    else if (tag.name === 'col' && !tag.closes) table.col(tag)
    else if (tag.name === 'tr') { if (tag.closes) table.close(); else table.row(tag) }
    else if (tag.name === 'td' || tag.name === 'th') { if (tag.closes) table.close(); else table.open(tag) }
    else if (tag.name === 'br' || ((tag.name === 'p' || tag.name === 'div') && tag.closes)) table.say('\n')
  }
  table.close()
  const block = table.block()
  return inside && block.length ? block : undefined
}

/* What HTML tells (merged and hidden cells, numbers) where it tells of a table; else the text. */
export function readClipboard(text: string, html: string): Block {
  return readHtml(html) ?? readText(text)
}
