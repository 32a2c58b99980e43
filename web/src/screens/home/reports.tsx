/* reports.tsx - which forms a school has not sent yet, and what was said where one came back. */
import { periodOf, showPeriod } from '../../data/notice.ts'
import { unit, year } from '../../app/session.ts'
import type { Form } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { say, t, type Key } from '../../text/index.ts'
import { Icon } from '../../ui/icon.tsx'
import { To } from '../../ui/to.tsx'
import { Card } from './card.tsx'

const marks: Record<string, string> = { returned: 'error', none: 'warning', draft: 'warning', submitted: 'notice' }

export function Reports() {
  const forms = useGet('/forms')
  return <>{forms.data ? <Of forms={forms.data.items} /> : <Card icon="reports" title={t('home.reports')} of={forms}>{() => null}</Card>}</>
}

/* Whether a form is this school's to send is told by the list of those who owe it. */
function Of({ forms }: { forms: Form[] }) {
  const code = unit.value.code, period = periodOf(year.value)
  const owed = forms.map(f => ({ form: f, of: useGet('/reports/progress', { query: { within: code, form: f.name, period } }) }))
  const sent = useGet('/reports', { query: { unit: code, period } })
  return (
    <Card icon="reports" title={t('home.reports')} of={sent}>{({ items }) => {
      const lines = owed.map(({ form, of }) => ({ form, state: of.data?.items[0]?.state })).filter(x => x.state && x.state !== 'accepted')
      if (lines.length === 0) return null
      return <ul class="todo">{lines.map(({ form, state = '' }) => (
        <Line key={form.name} form={form} period={period} state={state} note={items.find(r => r.form === form.name)?.note} />
      ))}</ul>
    }}</Card>
  )
}

type Props = { form: Form; period: string; state: string; note?: string | null }
const Line = ({ form, period, state, note }: Props) => (
  <li><To class="line" href={`/bao-cao/${form.name}/${unit.value.code}/${period}`}>
    <span class={'dot ' + (marks[state] ?? 'notice')} />
    <span><strong>{form.official}, {showPeriod(period)}: {t(('home.' + state) as Key)}</strong><small class="line-note">{say(form.label)}</small>
      {state === 'returned' && note && <small class="line-note problem"><Icon name="alert" />{t('home.why', { note })}</small>}</span>
  </To></li>
)
