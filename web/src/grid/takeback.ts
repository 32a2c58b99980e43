/* takeback.ts - undo of a row whose record was made here: the record is taken back as one entered by mistake, and the row leaves; done again it is
 * another record. */
import { batch } from '@preact/signals'
import type { Problem } from '../data/api.ts'
import { number } from '../text/index.ts'
import { settled } from './rows.ts'
import { contentOf, madeBy, nameOf, set, undo, type Row, type Sheet, type Step } from './sheet.ts'
import { tell } from './words.ts'

/* flush: sends what waits; mistaken: says of a record that it was none, where the caller may. */
export type Way = { flush: () => Promise<void>; mistaken?: (code: string, version: number) => Promise<unknown> }

const but = (rows: Row[]) => (step: Step) => step.filter(x => !rows.includes(x.row))
const some = (steps: Step[]) => steps.filter(step => step.length)

/* All that was in them, with what else the step wrote, is one step that can be done again.  How many cells of others stay. */
function leave(sheet: Sheet, rows: Row[], others: boolean): number {
  const names = sheet.kind.columns.filter(c => !c.locked).map(c => c.field.name), undone = sheet.undone.peek()
  const cells: Step = rows.flatMap(row => names.map(name => ({ row, name, was: null, now: contentOf(row.state.peek(), name) })).filter(x => x.now !== null))
  return batch(() => {
    for (const row of rows) set(row, { code: '', version: 0, stored: {}, typed: {}, base: {}, flying: undefined, told: {} })
    sheet.list.value = settled(sheet.list.peek().filter(r => !rows.includes(r)), [], true)
    sheet.done.value = some(sheet.done.peek().map(but(rows)))
    const left = others ? undo(sheet)?.left ?? 0 : 0
    sheet.undone.value = [...undone, ...some([[...cells, ...sheet.undone.peek().slice(undone.length).flat()]])]
    sheet.changed.value++
    return left
  })
}

/* What is to be said of it: '' where there is nothing.  Where the line is lost it may be tried again; what is refused is not. */
export async function takeBack(sheet: Sheet, { flush, mistaken }: Way): Promise<string> {
  if (madeBy(sheet).some(row => row.state.peek().flying)) await flush()
  const step = sheet.done.peek().at(-1) ?? [], gone: Row[] = [], refused: Row[] = [], why: string[] = []
  let later = false
  for (const row of madeBy(sheet)) {
    const s = row.state.peek(), who = nameOf(sheet, row)
    if (s.flying) { later = true; why.push(tell('grid.undo.flies', { who })); break }
    try {
      if (!mistaken) throw new Error(tell('grid.undo.may'))
      await mistaken(s.code, s.version)
      gone.push(row)
    } catch (x) {
      const { status, message } = x as Problem
      why.push(tell('grid.undo.stays', { who, why: message }))
      if (status === 0) { later = true; break }
      refused.push(row)
    }
  }
  const last = sheet.done.peek().at(-1) === step, others = but([...gone, ...refused])(step).length > 0
  if (refused.length) sheet.done.value = some(sheet.done.peek().map(x => (x === step ? but(refused)(x) : x)))
  const left = gone.length || (others && !later) ? leave(sheet, gone, last && others && !later) : 0
  return [...new Set(why), ...(left ? [tell('grid.left', { n: number(left) })] : [])].join(' ')
}
