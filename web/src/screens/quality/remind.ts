/* remind.ts - units that owe an office a form are reminded, once a day; of an office whose schools send themselves, those schools. */
import { useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import type { QualityPart } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { useSending } from '../../ui/sending.tsx'
import { isLate, type About } from '../reminding.tsx'

const PAGE = 200, AT_ONCE = 500

export const owes = ({ reports: r }: QualityPart) => Boolean(r && r.none + r.draft + r.returned > 0)

async function thoseBelow(x: QualityPart, about: About): Promise<string[]> {
  if (x.kind === 'school' || x.kind === 'so') return [x.unit]
  const late: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await api('GET', '/reports/progress', { query: { within: x.unit, ...about, limit: PAGE, cursor } })
    late.push(...page.items.filter(isLate).map(u => u.unit))
    cursor = page.cursor ?? null
  }
  return late
}

async function remindOne(x: QualityPart, about: About): Promise<string> {
  const codes = await thoseBelow(x, about), whys: string[] = []
  let sent = 0
  for (let i = 0; i < codes.length; i += AT_ONCE) {
    const told = await api('POST', '/reminders', { body: { units: codes.slice(i, i + AT_ONCE), about } })
    sent += told.sent.length
    whys.push(...told.refused.map(r => r.message))
  }
  if (codes.length === 0) return tell('p.none.late')
  if (codes.length === 1) return whys[0] ?? tell('p.reminded.one')
  const kept = whys.length > 0 && tell('p.kept', { n: number(whys.length), why: whys[0] ?? '' })
  return [sent > 0 && tell('p.reminded', { n: number(sent) }), kept].filter(Boolean).join('; ')
}

/* words: what became of it, by unit. */
export function useRemindingBelow(about: About | undefined) {
  const [words, setWords] = useState<Record<string, string>>({}), { sending, problem, send } = useSending()
  const remind = (units: QualityPart[]) => send(async () => {
    for (const x of about ? units : []) {
      const said = await remindOne(x, about as About)
      setWords(all => ({ ...all, [x.unit]: said }))
    }
    await forget('/quality/progress')
  })
  return { words, remind, sending, problem }
}
