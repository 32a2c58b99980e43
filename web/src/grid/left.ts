/* left.ts - tables that an earlier page of this session left with something unsent: opened again out of sight, so that it is sent wherever one is. */
import { effect } from '@preact/signals'
import { session } from '../app/session.ts'
import { line, type Problem } from '../data/api.ts'
import { allSealed } from '../data/sealed.ts'
import { keptOf, lockOf, openOnce, openQueue, type Live, type Of } from './saving.ts'
import { loadSheet, specOf } from './spec.ts'

async function openAgain({ name, of, ...at }: Of): Promise<Live> {
  const { sheet, more } = await loadSheet(await specOf(of.plural, of.template), of.chosen)
  return openQueue(sheet, { name, of, ...at }, await keptOf(name), more)
}

const lineBack = () => new Promise<void>(done => { const end = effect(() => { if (line.value) queueMicrotask(() => { end(); done() }) }) })
const sent = ({ unsent }: Live) => new Promise<void>(done => { const end = effect(() => { if (!unsent.value) queueMicrotask(() => { end(); done() }) }) })

/* What cannot be opened stays sealed, for when its table is. */
async function takeUp(name: string): Promise<void> {
  const kept = await keptOf(name)
  if (!kept) return
  for (;;)
    try { return await sent(await openOnce(name, () => openAgain(kept.at))) } catch (x) {
      if ((x as Problem).status !== 0) return
      await lineBack()
    }
}

/* What another page has open is its own. */
export async function takeUpLeft(): Promise<void> {
  for (const [name] of await allSealed(session.value.queue_key))
    void navigator.locks?.request(lockOf(name), { ifAvailable: true }, lock => (lock ? takeUp(name) : undefined))
}
