/* state.tsx - what is saved and what is not, in one line that never says more than is true; what somebody else changed meanwhile; what is to be
 * said of the cell one is in. */
import { computed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { line } from '../data/api.ts'
import { clock, moment, number, say, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { isUnread, showCell, type Column } from './content.ts'
import type { Cursor } from './cursor.ts'
import { elsewhere } from './outbox.tsx'
import { lacking, type Queue } from './queue.ts'
import { contentOf, nameOf, settle, type Row, type State } from './sheet.ts'
import { tell } from './words.ts'

function words(queue: Queue, typing: boolean): { text: string; kind: string } {
  const { is, at } = queue.phase.value, { waits } = queue.tally.value, n = number(waits)
  if (waits && (!line.value || is === 'lost')) return { text: tell('grid.lost', { n }), kind: 'warning' }
  if (waits && is === 'late') return { text: tell('grid.late', { n }), kind: 'warning' }
  if (is === 'saving') return { text: tell('grid.saving'), kind: '' }
  if (waits || typing) return { text: tell('grid.unsaved', { n: number(waits + Number(typing)) }), kind: '' }
  return at ? { text: tell('grid.saved', { at: clock(at) }), kind: 'good' } : { text: tell('grid.still'), kind: '' }
}

/* The first cell of which this holds. */
function find(cursor: Cursor, is: (s: State, name: string) => boolean) {
  for (const [row, r] of cursor.sheet.rows.entries()) {
    const s = r.state.peek(), column = cursor.columns.findIndex(c => is(s, c.field.name))
    if (column >= 0) return cursor.go({ row, column })
  }
}

/* Stored, and to be looked at: how many, and what is said of the first. */
const doubtsIn = (cursor: Cursor) => computed(() => {
  const all = cursor.sheet.rows.flatMap(r => Object.values(r.state.value.told).filter(x => x.kind === 'warning'))
  return { n: all.length, first: all[0]?.message ?? '' }
})

/* said: of a step back or forth. */
export function StateLine({ queue, cursor, said }: { queue: Queue; cursor: Cursor; said: string }) {
  const typing = cursor.mode.value !== 'still', now = words(queue, typing), n = queue.tally.value, other = elsewhere.value
  const doubts = useMemo(() => doubtsIn(cursor), [cursor]).value
  const goTo = (n: number, words: string, is: (s: State, name: string) => boolean, kind = '') => n > 0 &&
    <button type="button" class={'link problem' + kind} onClick={() => find(cursor, is)}><Icon name="alert" />{words}</button>
  return (
    <p class="grid-state">
      <span role="status" class={now.kind === 'warning' ? 'problem warning' : now.kind}>
        {now.kind === 'good' && <Icon name="check" />}{now.kind === 'warning' && <Icon name="lost" />}{now.text}</span>
      <span role="status" class={said && 'problem warning'}>{said && <Icon name="alert" />}{said}</span>
      {goTo(n.refused, tell('grid.refused', { n: number(n.refused) }), (s, name) => s.told[name]?.kind === 'refused')}
      {goTo(n.unread, tell('grid.unread', { n: number(n.unread) }), (s, name) => isUnread(s.typed[name]))}
      {goTo(n.lacks, tell('grid.lacks', { n: number(n.lacks) }), (s, name) => name in s.typed && lacking(cursor.sheet, s).length > 0)}
      {goTo(n.clash, tell('grid.clashes', { n: number(n.clash) }), (s, name) => s.told[name]?.kind === 'clash')}
      {goTo(doubts.n, tell('grid.doubts', { n: number(doubts.n), first: doubts.first }), (s, name) => s.told[name]?.kind === 'warning', ' warning')}
      {other.n > 0 && <a class="problem warning" href={other.to}><Icon name="alert" />{tell('grid.elsewhere', { n: number(other.n) })}</a>}
    </p>
  )
}

/* ---- two at one cell ---- */

const SHOWN = 5

export function Clashes({ cursor, queue }: { cursor: Cursor; queue: Queue }) {
  if (!queue.tally.value.clash) return null
  const all = cursor.sheet.rows.flatMap((row, i) => cursor.columns.flatMap((column, x) => row.state.value.told[column.field.name]?.kind === 'clash'
    ? [{ row, column, at: { row: i, column: x } }] : []))
  const choose = (row: Row, column: Column, theirs: boolean) => { settle(cursor.sheet, row, column.field.name, theirs); cursor.refill() }
  return (
    <ul class="grid-clashes" aria-label={tell('grid.clash')}>
      {all.slice(0, SHOWN).map(({ row, column, at }) => {
        const s = row.state.value, told = s.told[column.field.name], { reader } = cursor.sheet
        const words = (x: Parameters<typeof showCell>[2]) => showCell(reader, column.field, x) || t('form.empty')
        return (
          <li key={row.key + column.field.name} role="alert"><Icon name="alert" />
            <span><button type="button" class="link" onClick={() => cursor.go(at)}>{nameOf(cursor.sheet, row)}, {say(column.label)}</button>:{' '}
              {tell('grid.clash.who', {
                who: told?.by ?? tell('grid.somebody'), what: words(told?.theirs ?? null), at: told?.at ? ' ' + moment(told.at) : '',
              })}{' '}
              {tell('grid.clash.mine', { what: words(contentOf(s, column.field.name)) })}</span>
            <span class="pair"><button type="button" class="button" onClick={() => choose(row, column, false)}>{tell('grid.mine')}</button>
              <button type="button" class="button" onClick={() => choose(row, column, true)}>{tell('grid.theirs')}</button></span></li>
        )
      })}
      {all.length > SHOWN && <li class="quiet">{t('home.more', { n: number(all.length - SHOWN) })}</li>}
    </ul>
  )
}

/* ---- the cell one is in ---- */

function told(cursor: Cursor): { text: string; kind: string } {
  const { row, column } = cursor.at.value, r = cursor.sheet.rows[row], c = cursor.columns[column]
  if (!r || !c) return { text: '', kind: '' }
  const s = r.state.value, x = contentOf(s, c.field.name), why = s.told[c.field.name], lacks = c.field.name in s.typed ? lacking(cursor.sheet, s) : []
  if (s.gone !== undefined) return { text: tell('grid.gone.why'), kind: 'problem' }
  if (why) return { text: why.message, kind: why.kind === 'warning' ? 'warning' : 'problem' }
  if (isUnread(x)) return { text: x.why, kind: 'problem' }
  if (lacks.length) return { text: tell('grid.lacks.what', { what: lacks.map(n => cursor.sheet.kind.called?.(n) ?? n).join(', ') }), kind: 'warning' }
  return { text: [cursor.cut.value, cursor.locked && tell(c.locked ? 'grid.locked' : 'grid.notapplicable')].filter(Boolean).join(' – '), kind: '' }
}

export function Told({ cursor }: { cursor: Cursor }) {
  const { text, kind } = told(cursor), { top, bottom, left, right } = cursor.area.value, n = (bottom - top + 1) * (right - left + 1)
  return (
    <p class="grid-told"><span id="grid-told" class={kind && 'problem ' + kind}>{text}</span>
      <span class="quiet">{n > 1 ? tell('grid.chosen', { n: number(n) }) : tell('grid.keys')}</span></p>
  )
}
