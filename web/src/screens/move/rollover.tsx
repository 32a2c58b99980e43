/* rollover.tsx - a school goes over to the next school year: what would happen, then it is done; earlier runs, each to be taken back. */
import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { setSearch, YEAR } from '../../app/router.ts'
import { may, unit, year } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import { today } from '../../data/clock.ts'
import type { RolloverPlan } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import { number, showYear, t } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { No } from '../no.tsx'
import { Classes, Figures, Grades } from './plan.tsx'
import { Sentences } from './problems.tsx'
import { Runs } from './runs.tsx'

export function Rollover() {
  const school = unit.value.kind === 'school'
  return <section class="page rollover">
    <header class="head"><div><h1><No at="/chuyen-nam-hoc" />{tell('ro.title')}</h1>
      {school && <p class="quiet">{tell('ro.years', { from: showYear(year.value), to: showYear(year.value + 1) })}</p>}</div></header>
    {school ? <Year key={`${unit.value.code} ${year.value}`} /> : <Empty text={tell('school')} />}
  </section>
}

export const forgetYear = () => Promise.all(['/rollovers', '/learners', '/enrolments', '/classes', '/units', '/quality'].map(forget))

type Options = { keep_homeroom: boolean; continue_levels: boolean }

/* Levels are several where there is more than one of them. */
const levels = () => ('levels' in unit.value ? String(unit.value.levels ?? '') : '').split(/\W+/).filter(Boolean).length

function Year() {
  const [options, setOptions] = useState<Options>({ keep_homeroom: true, continue_levels: levels() > 1 })
  const [asking, setAsking] = useState(false), [told, setTold] = useState('')
  const plan = useGet('/rollovers/preview', { query: { unit: unit.value.code, year: year.value, ...options } })
  const write = may('learners', 'write') && may('classes', 'write')
  const set = (change: Partial<Options>) => { setTold(''); setOptions({ ...options, ...change }) }
  return <>
    {told && <p class="done" role="status"><Icon name="check" />{told}</p>}
    <div class="card options">
      <label class="check"><input type="checkbox" checked={options.keep_homeroom}
        onChange={e => set({ keep_homeroom: e.currentTarget.checked })} /> {tell('ro.homeroom')}</label>
      {levels() > 1 && <label class="check"><input type="checkbox" checked={options.continue_levels}
        onChange={e => set({ continue_levels: e.currentTarget.checked })} /> {tell('ro.levels')}</label>}
    </div>
    <Show of={plan} right={['learners', 'read']} rows={10}>{p => <Plan plan={p}>{write && goes(p) > 0
      && <button type="button" class="button primary" onClick={() => setAsking(true)}>{tell('ro.run')}</button>}</Plan>}</Show>
    {asking && plan.data && <Run plan={plan.data} options={options} onClose={() => setAsking(false)}
      onDone={words => { setAsking(false); setTold(words) }} />}
    <Runs mayUndo={write} onUndone={setTold} />
  </>
}

const goes = (p: RolloverPlan) => p.counts.enrolments + p.counts.leaving

function Plan({ plan, children }: { plan: RolloverPlan; children: ComponentChildren }) {
  const { already, skipped } = plan.counts
  if (goes(plan) === 0 && skipped === 0) return <Empty text={already ? tell('ro.over', { n: number(already) }) : tell('ro.nobody')} />
  return <>
    <section aria-labelledby="ro-plan" class="plan"><div class="head"><h2 id="ro-plan">{tell('ro.plan')}</h2><div class="actions">{children}</div></div>
      <Figures counts={plan.counts} />
      {isEarly() && <p class="bar-note"><Icon name="alert" />{early()}</p>}
      {plan.counts.not_said > 0 && <p class="bar-note"><Icon name="alert" />{tell('ro.notsaid', { n: number(plan.counts.not_said) })}
        <a class="button" href="/ho-so/enrolments?missing=promotion">{tell('ro.say')}</a></p>}
      {plan.problems.length > 0 && <div class="card"><h3>{tell('ro.problems')}</h3><Sentences all={plan.problems} /></div>}
      <Grades plan={plan} /><Classes plan={plan} />
    </section>
  </>
}

/* Before May nobody has a result of the whole year. */
const isEarly = () => today() < `${year.value + 1}-05-01`
const early = () => tell('ro.early', { year: showYear(year.value), until: `05/${year.value + 1}` })

type RunProps = { plan: RolloverPlan; options: Options; onClose: () => void; onDone: (words: string) => void }

function Run({ plan, options, onClose, onDone }: RunProps) {
  const { sending, problem, send } = useSending(), from = showYear(year.value), to = showYear(year.value + 1)
  const go = () => send(async () => {
    setSearch({ [YEAR]: String(year.value) })   // the school has the next year then, and nobody asked for that one's roll-over
    const made = await api('POST', '/rollovers', { body: { unit: unit.value.code, year: year.value, ...options } })
    await forgetYear()
    onDone(tell('ro.done', { n: number(made.counts.enrolments), classes: number(made.counts.classes), leaving: number(made.counts.leaving), year: to }))
  })
  return (
    <Dialog title={tell('ro.ask', { from, year: to })} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{sending ? t('form.saving') : tell('ro.run')}</button>}>
      <p><strong>{tell('ro.who', { n: number(goes(plan)), school: unit.value.name, from })}</strong></p>
      <Figures counts={plan.counts} />
      {isEarly() && <p class="problem warning"><Icon name="alert" />{early()}</p>}
      {plan.counts.not_said > 0 && <p class="problem warning"><Icon name="alert" />{tell('ro.notsaid', { n: number(plan.counts.not_said) })}</p>}
      {plan.problems.length > 0 && <Sentences all={plan.problems} />}
      <p>{tell('ro.what')}</p>
      <Refused text={problem} />
    </Dialog>
  )
}
