/* compute.tsx - a form of a period is computed from the records there are, or added up from what was accepted. */
import { useState } from 'preact/hooks'
import { go } from '../../app/router.ts'
import { own, year, years } from '../../app/session.ts'
import { api, Problem } from '../../data/api.ts'
import { periodOf, showPeriod } from '../../data/notice.ts'
import type { Form } from '../../data/types.gen.ts'
import { say } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { forgetReports, isSchool, reportAddress } from './state.tsx'

export function Compute({ forms, onClose }: { forms: Form[]; onClose: () => void }) {
  const [form, setForm] = useState(forms[0]?.name ?? ''), [period, setPeriod] = useState(periodOf(year.value)), { sending, problem, send } = useSending()
  const compute = () => send(async () => {
    try {
      await api('POST', '/reports', { body: { form, period, unit: own.value.code } })
    } catch (x) {
      if ((x as Problem).key !== 'report.frozen') throw x // sent already: it is there to be seen
    }
    await forgetReports()
    onClose()
    go(reportAddress(form, own.value.code, period))
  })
  return (
    <Dialog title={tell(isSchool() ? 'new.title' : 'list.new')} onClose={onClose} onSubmit={() => void compute()}
      actions={<button type="submit" class="button primary" disabled={sending || !form}>{tell(sending ? 'do.busy' : 'new.go')}</button>}>
      <label class="stack">{tell('list.form')}<select value={form} onChange={e => setForm(e.currentTarget.value)}>
        {forms.map(f => <option key={f.name} value={f.name}>{f.official} – {say(f.label)}</option>)}</select></label>
      <label class="stack">{tell('list.period')}<select value={period} onChange={e => setPeriod(e.currentTarget.value)}>
        {years.value.map(y => <option key={y} value={periodOf(y)}>{showPeriod(periodOf(y))}</option>)}</select></label>
      <p class="quiet">{tell(isSchool() ? 'new.what' : 'new.office')}</p>
      <Refused text={problem} />
    </Dialog>
  )
}
