/* job.ts - long work of the server, followed until it ends: the server answers when there is something new, and a lost line is waited for. */
import { useEffect, useState } from 'preact/hooks'
import { effect } from '@preact/signals'
import { api, line, stale, type Problem } from './api.ts'
import type { Job } from './types.gen.ts'

const WAIT_S = 20, AGAIN_MS = 2000

export const hasEnded = (x: { state: string }) => x.state !== 'queued' && x.state !== 'running'

/* As the server marks what it has told, so that nothing in between is missed. */
const markOf = (j: Job) => `"${j.state}.${j.done}.${j.total}.${j.place ?? 0}"`

const back = (stop: AbortSignal) => new Promise<void>(done => {
  const end = effect(() => { if (line.value) queueMicrotask(() => { end(); setTimeout(done, stop.aborted ? 0 : AGAIN_MS) }) })
})

/* What cannot be had for a while (a server that starts again) is asked for again; what is refused is told. */
async function follow(id: string, tell: (j: Job) => void, stop: AbortSignal): Promise<void> {
  let seen: Job | undefined
  while (!stop.aborted && !(seen && hasEnded(seen)))
    try {
      const wait = seen && { query: { wait: WAIT_S }, headers: { 'If-None-Match': markOf(seen) } }
      seen = await api('GET', '/jobs/{id}', { at: { id }, signal: stop, ...wait })
      if (!stop.aborted) tell(seen)
    } catch (x) {
      const { status = 500 } = x as Problem
      if (status >= 400 && status < 500) throw x
      await back(stop)
    }
}

/* again: it goes on although it had ended; now: as it is by then. */
export type Followed = { job?: Job; error?: Problem; again: (now?: Job) => void }

export function useJob(id: string | null | undefined): Followed {
  const [told, setTold] = useState<{ id?: string; job?: Job; error?: Problem }>({}), [turn, setTurn] = useState(0), since = stale.value
  useEffect(() => {
    if (!id) return
    const stop = new AbortController()
    follow(id, job => setTold({ id, job }), stop.signal).catch((error: Problem) => { if (!stop.signal.aborted) setTold({ id, error }) })
    return () => stop.abort()
  }, [id, turn, since])
  const mine = told.id === id ? told : {}
  return { job: mine.job, error: mine.error, again: now => { if (now) setTold({ id: now.id, job: now }); setTurn(n => n + 1) } }
}
