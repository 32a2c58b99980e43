/* saving.ts - when what was typed is sent: a while after the last key, when the row is left, when the line is back; and what is asked before the
 * page is left. */
import { effect } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { guard } from '../app/router.ts'
import { leaving } from '../app/session.ts'
import { api, line } from '../data/api.ts'
import { seal, unseal } from '../data/sealed.ts'
import type { Cursor } from './cursor.ts'
import { makeQueue, type Kept, type Queue } from './queue.ts'
import type { Sheet } from './sheet.ts'
import { tell } from './words.ts'

const QUIET_MS = 800, AGAIN_MS = 5000, KEEP_MS = 300

export const keptOf = (name: string) => unseal<Kept>(name)

/* The queue of a grid, with what an earlier page of the same session left behind. */
export function openQueue(sheet: Sheet, name: string, path: string, kept: Kept | undefined): Queue {
  let last = Promise.resolve()
  const keep = (): Promise<void> => (last = last.then(() => seal(name, queue.kept())))
  const post = (body: string, key: string) => api<string>('POST', path, { body, headers: { 'Idempotency-Key': key } })
  const queue = makeQueue(sheet, post, { stale: tell('grid.stale'), notsaved: tell('grid.notsaved') }, keep)
  queue.trial = body => api<string>('POST', `${path}${path.includes('?') ? '&' : '?'}dry_run=true`, { body })
  if (kept) queue.restore(kept)
  let wait: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    void sheet.changed.value
    clearTimeout(wait)
    wait = setTimeout(() => void keep(), KEEP_MS) // also when the page is left with nothing to be kept
  })
  return queue
}

export function useSaving(queue: Queue, cursor: Cursor) {
  useEffect(() => {
    let wait: ReturnType<typeof setTimeout> | undefined
    const waits = () => queue.tally.peek().waits > 0, now = () => { if (waits() && line.peek()) void queue.flush() }
    const soon = () => { clearTimeout(wait); wait = setTimeout(now, QUIET_MS) }
    const stops = [effect(() => { void queue.sheet.changed.value; soon() }), effect(() => { if (line.value) queueMicrotask(now) })]
    const again = setInterval(() => { if (queue.phase.peek().is === 'late') now() }, AGAIN_MS)
    const away = () => { if (document.visibilityState === 'hidden') { cursor.commit(); now() } }
    cursor.leftRow = now
    cursor.input.addEventListener('keydown', soon)
    addEventListener('visibilitychange', away)
    return () => {
      clearTimeout(wait)
      clearInterval(again)
      for (const stop of stops) stop()
      cursor.leftRow = () => {}
      removeEventListener('visibilitychange', away)
    }
  }, [queue, cursor])
}

/* What was typed and is not sent: a cell still being typed is one. */
export function useLeaving(queue: Queue, cursor: Cursor) {
  useEffect(() => {
    const unsent = () => queue.unsent.peek() + Number(cursor.mode.peek() !== 'still')
    const stay = (e: BeforeUnloadEvent) => { if (unsent() && !leaving.value) e.preventDefault() }
    const free = guard(unsent, () => {
      cursor.commit()
      const may = !unsent() || confirm(tell('grid.leave', { n: unsent() }))
      if (may) queue.drop()
      return may
    })
    addEventListener('beforeunload', stay)
    return () => { free(); removeEventListener('beforeunload', stay) }
  }, [queue, cursor])
}
