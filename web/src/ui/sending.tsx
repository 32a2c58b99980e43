/* sending.tsx - one thing sent at a time, and its refusal in words. */
import { useState } from 'preact/hooks'
import { line, type Problem } from '../data/api.ts'
import { t } from '../text/index.ts'
import { Icon } from './icon.tsx'

/* Everything the server said, each sentence once; a code that a program goes on with is none. */
export const wordsIn = (x: unknown): string => {
  const { message, problems = [] } = x as Problem, said = new Set(problems.map(p => p.message).filter(m => m.includes(' ')))
  return said.size ? [...said].join(' ') : message
}

/* One thing at a time; what was refused stays to be read, until it is cleared. */
export function useSending() {
  const [sending, setSending] = useState(false), [problem, setProblem] = useState<string>()
  const send = async (act: () => Promise<void>) => {
    if (sending) return
    setSending(true)
    setProblem(undefined)
    await act().catch(x => setProblem(wordsIn(x)))
    setSending(false)
  }
  return { sending, problem, send, clear: () => setProblem(undefined) }
}

/* That the line was lost is no longer said when it is back: what was to be sent may be sent again. */
export const Refused = ({ text }: { text?: string }) => (text && !(line.value && text === t('state.lost'))
  ? <p class="problem" role="alert"><Icon name="alert" />{text}</p> : null)
