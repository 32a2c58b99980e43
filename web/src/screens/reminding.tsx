/* reminding.tsx - units that owe an office a form; a reminder stands on their own page, once a day. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { may } from '../app/session.ts'
import { api } from '../data/api.ts'
import { today } from '../data/clock.ts'
import type { ReportOfUnit } from '../data/types.gen.ts'
import { forget } from '../data/use.ts'
import { clock, dayOf, t, type Key } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Refused, useSending } from '../ui/sending.tsx'

export type About = { form: string; period: string }
export const isLate = (x: ReportOfUnit) => x.state === 'none' || x.state === 'draft' || x.state === 'returned'

/* Said instead of the button; whoever was reminded before today may be reminded again. */
export const saidToday = (iso: string | null | undefined) =>
  (iso && dayOf(Date.parse(iso)) === today() ? t('home.reminded.today', { at: clock(new Date(iso)) }) : undefined)

/* told: what became of it, by unit; who was reminded today already is told so.  What is shown later is read anew. */
export function useReminding(about: About) {
  const [told, setTold] = useState<Record<string, string>>({}), { sending, problem, send } = useSending(), any = useRef(false)
  useEffect(() => () => { if (any.current) void forget('/reports/progress') }, [])
  const remind = (codes: string[]) => send(async () => {
    any.current = true
    const { sent, refused } = await api('POST', '/reminders', { body: { units: codes, about } })
    setTold({ ...told, ...Object.fromEntries([...sent.map(c => [c, t('home.reminded')]), ...refused.map(r => [r.unit, r.message])]) })
  })
  return { told, remind, sending, problem }
}

type Unit = Pick<ReportOfUnit, 'unit' | 'unit_name' | 'state' | 'reminded_at'>

export function Units({ units, about }: { units: Unit[]; about: About }) {
  const { told, remind, problem } = useReminding(about), said = (x: Unit) => told[x.unit] ?? saidToday(x.reminded_at)
  const left = units.filter(x => !said(x)).map(x => x.unit), mayRemind = may('report', 'accept')
  return <>
    <ul class="todo late">{units.map(x => (
      <li key={x.unit}>
        <a class="line" href={`/bao-cao/${about.form}/${x.unit}/${about.period}`}>
          <span class={'dot ' + (x.state === 'returned' ? 'error' : 'warning')} />
          <span>{x.unit_name}<small class="line-note">{t(('home.' + x.state) as Key)}</small></span>
        </a>
        {said(x) ? <span class="quiet" role="status">{said(x)}</span> : mayRemind && <button type="button" class="button"
          onClick={() => void remind([x.unit])}>{t('home.remind')}<span class="hidden"> {x.unit_name}</span></button>}
      </li>
    ))}</ul>
    <Refused text={problem} />
    {mayRemind && left.length > 1 && <button type="button" class="button" onClick={() => void remind(left)}>
      <Icon name="bell" />{t('home.remind.all', { n: left.length })}
    </button>}
  </>
}
