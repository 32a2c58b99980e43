/* later.tsx - what comes later: a part of a screen that is fetched when it is first shown, what was typed once typing has paused. */
import { useEffect, useState } from 'preact/hooks'
import type { ComponentChild, FunctionComponent, JSX } from 'preact'
import { Waiting } from './state.tsx'

const AGAIN_MS = 3000

/* instead: what stands there until it has come; nothing, where the rest of the screen goes on without it. */
export function later<P extends object>(load: () => Promise<FunctionComponent<P>>, instead: ComponentChild = null) {
  let made: FunctionComponent<P> | undefined
  return function Later(p: P & JSX.IntrinsicAttributes) {
    const [tries, setTries] = useState(0)
    useEffect(() => {
      if (made) return
      let here = true, wait: ReturnType<typeof setTimeout> | undefined
      load().then(x => { made = x; if (here) setTries(n => n + 1) }, () => { wait = setTimeout(() => setTries(n => n + 1), AGAIN_MS) })
      return () => { here = false; clearTimeout(wait) }
    }, [tries])
    const Made = made
    return Made ? <Made {...p} /> : <>{instead}</>
  }
}

export const waiting = <Waiting rows={6} />

/* A value once it has stood still. */
export function useLater<T>(value: T, ms: number): T {
  const [kept, setKept] = useState(value)
  useEffect(() => { const wait = setTimeout(() => setKept(value), ms); return () => clearTimeout(wait) }, [value, ms])
  return kept
}
