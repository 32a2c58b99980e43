/* saving.ts - when what was typed is sent: a while after the last key, when the row is left, when the line is back, wherever one is by then. */
import { computed, effect, signal, untracked, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { guard } from '../app/router.ts'
import { leaving, session } from '../app/session.ts'
import { api, line } from '../data/api.ts'
import { seal, unseal } from '../data/sealed.ts'
import { forget } from '../data/use.ts'
import type { Cursor } from './cursor.ts'
import { putOut, takeIn, type Box } from './outbox.tsx'
import { makeQueue, type Kept, type Queue } from './queue.ts'
import type { Sheet } from './sheet.ts'
import type { Chosen } from './spec.ts'
import { tell } from './words.ts'

const QUIET_MS = 800, AGAIN_MS = 5000, KEEP_MS = 300

/* more: not all rows are shown; shown: it is on the screen; soon, now: when it is sent. */
export type Live = Queue & { more: boolean; shown: Signal<boolean>; soon: () => void; now: () => void }
/* of: what it is a table of, as left.ts opens it again. */
export type Of = { name: string; path: string; to: string; of: { plural: string; template?: string; chosen: Chosen } }
type Sealed = Kept & { at: Of }

const live = new Map<string, Live>()

/* One in which something is unsent. */
export const queueLeft = (name: string) => { const queue = live.get(name); return queue?.unsent.peek() ? queue : undefined }
/* What is just being sealed is waited for. */
const sealing = new Map<string, Promise<void>>()
export const keptOf = async (name: string) => { await sealing.get(name); return unseal<Sealed>(session.value.queue_key, name) }

/* Opened once, however many want it. */
const opening = new Map<string, Promise<Live>>()
export function openOnce(name: string, open: () => Promise<Live>): Promise<Live> {
  const left = queueLeft(name), going = left ? Promise.resolve(left) : opening.get(name)
  if (going) return going
  const mine = open().finally(() => opening.delete(name))
  opening.set(name, mine)
  return mine
}

/* The queue of a grid, with what an earlier page of the same session left behind. */
export function openQueue(sheet: Sheet, at: Of, kept: Kept | undefined, more: boolean): Live {
  const { name, path } = at
  const sealNow = () => { const k = queue.kept(); return seal(session.value.queue_key, name, k && { ...k, at } satisfies Sealed, queue.unsent.peek()) }
  const keep = (): Promise<void> => { const last = (sealing.get(name) ?? Promise.resolve()).then(sealNow); sealing.set(name, last); return last }
  const post = (body: string, key: string) => api<string>('POST', path, { body, headers: { 'Idempotency-Key': key } })
  const bare = makeQueue(sheet, post, { stale: tell('grid.stale'), notsaved: tell('grid.notsaved') }, keep)
  let wait: ReturnType<typeof setTimeout> | undefined
  const now = () => { if (queue.tally.peek().waits > 0 && line.peek()) void queue.flush() }
  const soon = () => { clearTimeout(wait); wait = setTimeout(now, QUIET_MS) }
  const queue: Live = { ...bare, more, shown: signal(false), soon, now }
  queue.trial = body => api<string>('POST', `${path}${path.includes('?') ? '&' : '?'}dry_run=true`, { body })
  const { plural, mistaken: status } = sheet.kind
  if (status) queue.mistaken = (code, version) => api('POST', `/${plural}/${code}/status`, { body: { status }, version }).then(() => void forget(`/${plural}`))
  if (kept) queue.restore(kept)
  keepSending(queue, at, keep)
  return queue
}

/* Held as long as a page has the table: another page of the same session leaves what is sealed of it alone. */
export const lockOf = (name: string) => 'khue ' + name

/* Until nothing of it is unsent and nobody looks at it. */
function keepSending(queue: Live, { name, to }: Of, keep: () => Promise<void>) {
  const { unsent, shown, now, soon, flush, drop } = queue, waits = computed(() => queue.tally.value.waits)
  const box: Box = { name, to, unsent, shown, waits, flush, drop }
  let wait: ReturnType<typeof setTimeout> | undefined
  const needed = computed(() => shown.value || unsent.value > 0)
  const start = () => {
    live.set(name, queue)
    putOut(box)
    let free = () => {}
    void navigator.locks?.request(lockOf(name), () => new Promise<void>(done => { free = done; if (live.get(name) !== queue) done() }))
    const again = setInterval(() => { if (queue.phase.peek().is === 'late') now() }, AGAIN_MS)
    const stops = [effect(() => { void queue.sheet.changed.value; soon() }), effect(() => { if (line.value) queueMicrotask(now) })]
    return () => {
      clearInterval(again)
      for (const stop of stops) stop()
      takeIn(box)
      if (live.get(name) === queue) live.delete(name)
      free()
    }
  }
  effect(() => {
    void queue.sheet.changed.value
    clearTimeout(wait)
    wait = setTimeout(() => void keep(), KEEP_MS) // also when the page is left with nothing to be kept
  })
  effect(() => (needed.value ? untracked(start) : undefined))
}

export function useSaving(queue: Live, cursor: Cursor) {
  useEffect(() => {
    const { now, soon } = queue
    const away = () => { if (document.visibilityState === 'hidden') { cursor.commit(); now() } }
    queue.shown.value = true
    cursor.leftRow = now
    cursor.input.addEventListener('keydown', soon)
    addEventListener('visibilitychange', away)
    return () => {
      cursor.commit()   // a cell still being typed goes with the others
      now()
      queue.shown.value = false
      cursor.leftRow = () => {}
      cursor.input.removeEventListener('keydown', soon)
      removeEventListener('visibilitychange', away)
    }
  }, [queue, cursor])
}

/* What is typed is sent wherever one goes; only a page that goes away for good must not take a cell still being typed along. */
export function useLeaving(queue: Live, cursor: Cursor) {
  useEffect(() => {
    const typing = () => Number(cursor.mode.peek() !== 'still')
    const stay = (e: BeforeUnloadEvent) => { if (typing() && !leaving.value) e.preventDefault() }
    const free = guard(() => queue.unsent.peek() + typing(), () => { cursor.commit(); queue.now(); return true })
    addEventListener('beforeunload', stay)
    return () => { free(); removeEventListener('beforeunload', stay) }
  }, [queue, cursor])
}
