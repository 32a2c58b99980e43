/* wait.ts - what was typed, when typing has paused; and parts of a screen that are loaded when they are first shown. */
import { useEffect, useState } from 'preact/hooks'

export function useLater<T>(value: T, ms: number): T {
  const [kept, setKept] = useState(value)
  useEffect(() => { const wait = setTimeout(() => setKept(value), ms); return () => clearTimeout(wait) }, [value, ms])
  return kept
}
