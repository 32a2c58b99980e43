/* draft.ts - what was typed and not sent is there again where it is typed, as long as the session lives; a key says what it is about.  In the browser
 * it is kept sealed, as what is not sent yet is (sealed.ts). */
import { effect, signal, type Signal } from '@preact/signals'
import { session } from '../app/session.ts'
import { seal, unseal } from './sealed.ts'

const kept = new Map<string, Signal<unknown>>()
const nameOf = (key: string) => 'draft ' + key

/* One after the other: what is read is what was kept last. */
const sealing = new Map<string, Promise<void>>()
function after(key: string, act: () => Promise<void>) {
  const last = (sealing.get(key) ?? Promise.resolve()).then(act)
  sealing.set(key, last)
}

/* n: nothing in it is to be sent, nor asked about when somebody leaves. */
const keep = (key: string, value: unknown) => seal(session.peek().queue_key, nameOf(key), value, 0)

export function draft<T>(key: string, fresh: T): Signal<T> {
  const there = kept.get(key)
  if (there) return there as Signal<T>
  const s = signal<unknown>(fresh)
  kept.set(key, s)
  after(key, async () => {
    const left = await unseal<T>(session.peek().queue_key, nameOf(key))
    if (left !== undefined && kept.get(key) === s && s.peek() === fresh) s.value = left
  })
  effect(() => {
    const now = s.value
    void session.value // of a new session the key is another
    if (now !== fresh) after(key, async () => { if (kept.get(key) === s && s.peek() === now) await keep(key, now) })
  })
  return s as Signal<T>
}

/* It was sent. */
export function forgetDraft(key: string) {
  kept.delete(key)
  after(key, () => keep(key, undefined))
}
