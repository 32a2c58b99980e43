/* saving.ts - when what was typed is sent: a while after the last key, when the row is left, when the line is back, wherever one is by then. */
import { computed, effect, signal, untracked, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { guard } from '../app/router.ts'
import { leaving } from '../app/session.ts'
import { api, line } from '../data/api.ts'
import { seal, unseal } from '../data/sealed.ts'
import { forget } from '../data/use.ts'
import type { Cursor } from './cursor.ts'
import { putOut, takeIn, type Box } from './outbox.tsx'
import { makeQueue, type Kept, type Queue } from './queue.ts'
import type { Sheet } from './sheet.ts'
import { tell } from './words.ts'

const QUIET_MS = 800, AGAIN_MS = 5000, KEEP_MS = 300

/* more: not all rows are shown; shown: it is on the screen; soon, now: when it is sent. */
export type Live = Queue & { more: boolean; shown: Signal<boolean>; soon: () => void; now: () => void }
type Of = { name: string; path: string; to: string; more: boolean }

const live = new Map<string, Live>()

/* One in which something is unsent. */
export const queueLeft = (name: string) => { const queue = live.get(name); return queue?.unsent.peek() ? queue : undefined }
export const keptOf = (name: string) => unseal<Kept>(name)

/* The queue of a grid, with what an earlier page of the same session left behind. */
export function openQueue(sheet: Sheet, { name, path, to, more }: Of, kept: Kept | undefined): Live {
  let last = Promise.resolve()
  const keep = (): Promise<void> => (last = last.then(() => seal(name, queue.kept(), queue.unsent.peek())))
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
  keepSending(queue, { name, to }, keep)
  return queue
}

/* Until nothing of it is unsent and nobody looks at it. */
function keepSending(queue: Live, { name, to }: { name: string; to: string }, keep: () => Promise<void>) {
  const { unsent, shown, now, soon, flush, drop } = queue, waits = computed(() => queue.tally.value.waits)
  const box: Box = { name, to, unsent, shown, waits, flush, drop }
  let wait: ReturnType<typeof setTimeout> | undefined
  const needed = computed(() => shown.value || unsent.value > 0)
  const start = () => {
    live.set(name, queue)
    putOut(box)
    const again = setInterval(() => { if (queue.phase.peek().is === 'late') now() }, AGAIN_MS)
    const stops = [effect(() => { void queue.sheet.changed.value; soon() }), effect(() => { if (line.value) queueMicrotask(now) })]
    return () => {
      clearInterval(again)
      for (const stop of stops) stop()
      takeIn(box)
      if (live.get(name) === queue) live.delete(name)
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
