/* draft.ts - what was typed and not sent is there again where it is typed, as long as the page lives; a key says what it is about. */
import { signal, type Signal } from '@preact/signals'

const kept = new Map<string, Signal<unknown>>()

export function draft<T>(key: string, fresh: T): Signal<T> {
  const s = kept.get(key) ?? signal<unknown>(fresh)
  kept.set(key, s)
  return s as Signal<T>
}

/* It was sent. */
export const forgetDraft = (key: string) => { kept.delete(key) }
