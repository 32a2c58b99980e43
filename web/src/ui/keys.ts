/* keys.ts - Ctrl + P prints what is meant for paper, not the screen. */
import { useEffect, useRef } from 'preact/hooks'

export function usePrintKey(print: () => void) {
  const now = useRef(print)
  now.current = print
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.shiftKey || e.altKey || e.key.toLowerCase() !== 'p' || document.querySelector('dialog[open]')) return
      e.preventDefault()
      now.current()
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])
}
