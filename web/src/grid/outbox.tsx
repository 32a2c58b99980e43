/* outbox.tsx - cells typed and not with the server yet, of every table that was open: they are sent wherever one is, and nobody leaves for good
 * without being told of them. */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { outside } from '../app/router.ts'
import { leaving, session } from '../app/session.ts'
import { allSealed } from '../data/sealed.ts'
import { number } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { tell } from './words.ts'

/* to: where they are looked at; waits: those of unsent that go by themselves; shown: the table is on the screen. */
export type Box = {
  name: string; to: string; unsent: ReadonlySignal<number>; waits: ReadonlySignal<number>; shown: ReadonlySignal<boolean>
  flush: () => Promise<void>; drop: () => void
}

const all = signal<readonly Box[]>([])
export const putOut = (box: Box) => { if (!all.peek().includes(box)) all.value = [...all.peek(), box] }
export const takeIn = (box: Box) => { all.value = all.peek().filter(b => b !== box) }

const sum = (numbers: number[]) => numbers.reduce((n, x) => n + x, 0)
const unsent = () => sum(all.peek().map(b => b.unsent.peek()))

/* Of tables that are not on the screen; asks: those that wait for a person. */
export const elsewhere = computed(() => {
  const out = all.value.filter(b => !b.shown.value && b.unsent.value > 0), asking = out.find(b => b.unsent.value > b.waits.value)
  return { n: sum(out.map(b => b.unsent.value)), asks: sum(out.map(b => b.unsent.value - b.waits.value)), to: (asking ?? out[0])?.to }
})

/* The table on the screen says it in its own line. */
function Bar() {
  const { n, asks, to } = elsewhere.value
  if (!n || all.value.some(b => b.shown.value)) return null
  return <p class="bar-note warn"><Icon name="alert" /><span>{tell(asks ? 'grid.out.asks' : 'grid.out.unsent', { n: number(asks || n) })}</span>
    <a class="button" href={to}>{tell('grid.out.table')}</a></p>
}

/* Signing out: sent first, and not waited for longer than a person would; what cannot be sent is asked about, since it goes with the session. */
const PATIENCE_MS = 10_000
async function end(): Promise<boolean> {
  await Promise.race([Promise.all(all.peek().map(b => b.flush())), new Promise(done => setTimeout(done, PATIENCE_MS))])
  const open = all.peek().map(b => b.name), n = unsent() + sum((await allSealed(session.value.queue_key)).map(([name, n]) => (open.includes(name) ? 0 : n)))
  if (n && !confirm(tell('grid.out.end', { n: number(n) }))) return false
  for (const b of all.peek()) b.drop()
  return true
}

addEventListener('beforeunload', e => { if (unsent() && !leaving.value) e.preventDefault() })
outside.value = { unsent, end, Bar }
