/* cursor.ts - where one is in the grid, and the one input that is always there: typing goes into it before anything of ours runs, so that
 * no key is lost, whichever way an input method sends it. */
import { signal } from '@preact/signals'
import { plain } from '../text/index.ts'
import { alike, readCell, showCell, type Choice, type Column, type Content } from './content.ts'
import { isPlace, learnPlace, parentOf, provinceOf } from './reader.ts'
import { contentOf, edit, isLocked, valueOf, type Row, type Sheet } from './sheet.ts'
import { LIST_ID, optionId } from './suggest.tsx'
import { t } from '../text/index.ts'

export type Place = { row: number; column: number }
export type Area = { top: number; bottom: number; left: number; right: number }

/* still: nothing typed, keys move; over: typed over what was there, arrows leave; inside: opened, arrows move in the words. */
export type Mode = 'still' | 'over' | 'inside'
type List = { open: boolean; items: Choice[]; at: number; waiting: boolean }

const closed: List = { open: false, items: [], at: -1, waiting: false }
const SHOWN = 60, PLACE_MS = 200, LEAD = 2
const truths = (): Choice[] => [{ code: 'true', name: t('form.yes') }, { code: 'false', name: t('form.no') }]

export class Cursor {
  readonly at = signal<Place>({ row: 0, column: 0 })
  readonly area = signal<Area>({ top: 0, bottom: 0, left: 0, right: 0 })
  readonly list = signal<List>(closed)
  readonly mode = signal<Mode>('still')
  readonly cut = signal('')                          // all that the cell holds, where it shows less
  readonly input = document.createElement('input')
  body: HTMLTableSectionElement | null = null
  leftRow = () => {}
  reach = () => {}                                   // asks that all rows be drawn
  private held: Row | undefined
  private from: Place = { row: 0, column: 0 }
  private marked: Element[] = []
  private asking: ReturnType<typeof setTimeout> | undefined

  constructor(readonly sheet: Sheet) {
    const first = sheet.kind.columns.findIndex(c => !c.locked)
    this.at.value = this.from = { row: 0, column: Math.max(0, first) }
    Object.assign(this.input, { type: 'text', className: 'grid-input', autocomplete: 'off', spellcheck: false })
    this.input.setAttribute('autocapitalize', 'off')
    this.input.setAttribute('aria-describedby', 'grid-told')
  }

  get columns(): Column[] { return this.sheet.kind.columns }
  get row(): Row | undefined { return this.sheet.rows[this.at.value.row] }
  get column(): Column | undefined { return this.columns[this.at.value.column] }
  cellAt = ({ row, column }: Place) => this.body?.rows[row]?.cells[column + LEAD]
  get isChosen() { return this.column?.field.type === 'code' || this.column?.field.type === 'reference' || this.column?.field.type === 'boolean' }
  get locked() { return !this.row || !this.column || isLocked(this.sheet, this.row, this.column) }
  private get beside() { const row = this.row; return (path: string) => (row ? valueOf(this.sheet, row.state.peek(), path) : null) }

  /* ---- moving ---- */

  go(to: Place, { extend = false, focus = true } = {}) {
    this.commit()
    const before = this.at.peek(), next = this.clamp(to)
    if (!extend) this.from = next
    this.at.value = next
    this.area.value = {
      top: Math.min(next.row, this.from.row), bottom: Math.max(next.row, this.from.row),
      left: Math.min(next.column, this.from.column), right: Math.max(next.column, this.from.column),
    }
    this.held = this.row
    this.draw(focus)
    if (before.row !== next.row) this.leftRow()
  }

  /* The whole sheet is chosen; one stays where one is. */
  goAll() {
    this.commit()
    this.area.value = { top: 0, bottom: this.sheet.rows.length - 1, left: 0, right: this.columns.length - 1 }
    this.draw(true)
  }

  private clamp = ({ row, column }: Place): Place => ({
    row: Math.max(0, Math.min(this.sheet.rows.length - 1, row)), column: Math.max(0, Math.min(this.columns.length - 1, column)),
  })

  /* Puts the input into its cell and marks what is chosen. */
  draw(focus: boolean) {
    const td = this.cellAt(this.at.peek())
    if (!td) return this.reach()                     // comes again by drawMore
    if (this.input.parentElement !== td) {
      this.input.parentElement?.removeAttribute('data-here')   // no class: those are drawn anew
      td.setAttribute('data-here', '')
      td.append(this.input)
    }
    this.mark()
    this.dress()
    if (focus) {
      this.input.focus({ preventScroll: true })
      td.closest('.grid-box')?.scrollIntoView({ block: 'nearest' })   // its heads too, where the page is low
      td.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    this.refill()
  }

  /* Other rows are there, or more of them: one may stand in one of them, and some may be chosen.  One stays in one's row. */
  drawMore() {
    const { row, column } = this.at.peek(), to = this.held ? this.sheet.rows.indexOf(this.held) : row
    if (to !== row) this.follow(this.clamp({ row: to < 0 ? row : to, column }))
    const td = this.cellAt(this.at.peek())
    if (td && this.input.parentElement !== td) this.draw(document.activeElement === this.input || !this.input.isConnected)
    else this.mark()
  }

  private follow(to: Place) {
    this.at.value = this.from = to
    this.area.value = { top: to.row, bottom: to.row, left: to.column, right: to.column }
    this.held = this.row
  }

  private mark() {
    for (const e of this.marked) e.removeAttribute('aria-selected')
    const { top, bottom, left, right } = this.area.peek()
    this.marked = []
    if (top !== bottom || left !== right)
      for (let r = top; r <= bottom; r++) for (let c = left; c <= right; c++) {
        const cell = this.cellAt({ row: r, column: c })
        if (cell) { cell.setAttribute('aria-selected', 'true'); this.marked.push(cell) }
      }
  }

  private dress() {
    const { column } = this, { row, column: c } = this.at.peek(), i = this.input, role = this.isChosen && !this.locked ? 'combobox' : null
    i.readOnly = this.locked
    i.inputMode = column?.field.type === 'integer' || /^(digits|phone)$/.test(column?.field.pattern ?? '') ? 'numeric' :
      column?.field.type === 'decimal' ? 'decimal' : 'text'
    i.setAttribute('aria-labelledby', `grid-c${c} grid-r${row}`)
    for (const [name, v] of Object.entries({
      role, 'aria-expanded': role && 'false', 'aria-controls': role && LIST_ID, 'aria-autocomplete': role && 'list', 'aria-activedescendant': null,
    })) if (v === null) i.removeAttribute(name)
    else i.setAttribute(name, v)
  }

  get shown(): Content { return this.row && this.column ? contentOf(this.row.state.peek(), this.column.field.name) : null }

  /* Shows what the cell holds, unless it is being typed over. */
  refill() {
    if (this.mode.peek() !== 'still' || !this.row || !this.column) return
    const words = showCell(this.sheet.reader, this.column.field, this.shown), told = this.row.state.peek().told[this.column.field.name]
    if (this.input.value !== words) this.input.value = words
    this.cut.value = this.input.scrollWidth > this.input.clientWidth ? words : ''
    this.input.setAttribute('aria-invalid', String(told?.kind === 'refused' || told?.kind === 'clash' || typeof this.shown === 'object' && this.shown !== null))
    if (document.activeElement === this.input) this.input.select()
  }

  /* ---- typing ---- */

  private setMode(mode: Mode) {
    this.mode.value = mode
    this.input.dataset['mode'] = mode
  }

  open() {
    if (this.locked || this.mode.peek() === 'inside') return
    this.setMode('inside')
    const n = this.input.value.length
    this.input.setSelectionRange(n, n)
    if (this.isChosen) this.suggest('')
  }

  typed() {
    if (this.mode.peek() === 'still') this.setMode('over')
    if (this.isChosen) this.suggest(this.input.value)
  }

  cancel() {
    this.close()
    this.setMode('still')
    this.refill()
  }

  /* What was typed becomes what the cell holds: by what is marked in the list, else as it is read. */
  commit() {
    const { row, column } = this, list = this.list.peek(), text = this.input.value
    if (this.mode.peek() === 'still') return
    this.setMode('still')
    this.close()
    if (!row || !column) return
    const marked = list.open && list.at >= 0 && text.trim() !== '' ? list.items[list.at] : undefined
    if (marked) return this.take(row, column, marked)
    const content = readCell(this.sheet.reader, column.field, text, this.beside)
    edit(this.sheet, [{ row, name: column.field.name, content }])
    if (isPlace(column.field) && text.trim() !== '') void this.lookUp(row, column, content)
    this.refill()
  }

  /* Left before the place was found: it is read once more when it is. */
  private async lookUp(row: Row, column: Column, was: Content) {
    if (typeof was !== 'object' || was === null || Array.isArray(was)) return
    await learnPlace(column.field, was.text).catch(() => undefined)
    if (!alike(contentOf(row.state.peek(), column.field.name), was)) return
    const content = readCell(this.sheet.reader, column.field, was.text, path => valueOf(this.sheet, row.state.peek(), path))
    edit(this.sheet, [{ row, name: column.field.name, content }])
  }

  private take(row: Row, column: Column, x: Choice) {
    const content = column.field.type === 'boolean' ? x.code === 'true' : x.code, province = isPlace(column.field) && parentOf(column.field, x.code)
    edit(this.sheet, [{ row, name: column.field.name, content }, ...(province ? [{ row, name: provinceOf(column.field), content: province }] : [])])
    this.refill()
  }

  pick(x: Choice) {
    this.close()
    this.setMode('still')
    if (this.row && this.column) this.take(this.row, this.column, x)
    this.refill()
  }

  /* ---- the list ---- */

  /* The code itself first, then what begins so, then what has it in it. */
  private suggest(text: string) {
    const f = this.column?.field, s = plain(text.trim())
    if (!f) return
    if (isPlace(f)) return this.suggestPlaces(text)
    const all = f.type === 'boolean' ? truths() : this.sheet.reader.choices(f, text, this.beside) ?? []
    const rank = (x: Choice) => (x.old ? 4 : 0) + (x.code === text.trim() ? 0 : plain(x.name).startsWith(s) ? 1 : 2)
    const items = all.filter(x => x.code === text.trim() || plain(x.name).includes(s)).sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN)
    this.tell({ open: true, items, at: s && items.length ? 0 : -1, waiting: false })
  }

  private suggestPlaces(text: string) {
    const f = this.column?.field
    clearTimeout(this.asking)
    if (!f || text.trim().length < 2) return this.close()
    const show = () => {
      const items = this.sheet.reader.choices(f, text, this.beside)
      if (this.input.value === text) this.tell({ open: true, items: items ?? [], at: items?.length ? 0 : -1, waiting: items === undefined })
    }
    show()
    this.asking = setTimeout(() => void learnPlace(f, text).then(() => { if (this.mode.peek() !== 'still') show() }, () => undefined), PLACE_MS)
  }

  moveList(by: number) {
    const l = this.list.peek()
    this.tell({ ...l, at: Math.max(0, Math.min(l.items.length - 1, l.at + by)) })
  }

  close() {
    clearTimeout(this.asking)
    if (this.list.peek().open) this.tell(closed)
  }

  private tell(l: List) {
    this.list.value = l
    this.input.setAttribute('aria-expanded', String(l.open))
    if (l.open && l.at >= 0) this.input.setAttribute('aria-activedescendant', optionId(l.at))
    else this.input.removeAttribute('aria-activedescendant')
  }
}
