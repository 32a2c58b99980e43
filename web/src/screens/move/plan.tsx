/* plan.tsx - a roll-over in figures: in all, by grade, and class by class. */
import type { RolloverClass, RolloverCounts, RolloverGrade, RolloverPlan } from '../../data/types.gen.ts'
import { codeOf, nameIn } from '../../record/known.ts'
import { listAddress } from '../../record/here.ts'
import { number } from '../../text/index.ts'
import { tell, type MoveKey } from '../../text/move.ts'
import { gradeName } from '../classes.ts'

type Plan = Pick<RolloverPlan, 'counts' | 'grades' | 'classes'>

const figures: [MoveKey, keyof RolloverCounts][] = [['fig.promoted', 'promoted'], ['fig.retained', 'retained'], ['fig.completed', 'completed'],
  ['fig.leaving', 'leaving'], ['fig.classes', 'classes'], ['fig.already', 'already'], ['fig.skipped', 'skipped']]

export const Figures = ({ counts }: { counts: RolloverCounts }) => (
  <dl class="figures">{figures.filter(([, name]) => counts[name] > 0 || name === 'promoted').map(([key, name]) => (
    <div key={name} class={name}><dt>{tell(key)}</dt><dd>{number(counts[name])}</dd></div>))}</dl>
)

const cells = ['promoted', 'retained', 'completed', 'not_said'] as const
const heads: Record<(typeof cells)[number], MoveKey> = {
  promoted: 'fig.promoted', retained: 'fig.retained', completed: 'fig.completed', not_said: 'fig.notsaid',
}

function ageName(code: string): string {
  const found = codeOf('preschool_age_group', code)
  return found ? nameIn(found) : found === undefined ? '…' : code
}

const inOrder = (grades: RolloverGrade[]) => [...grades].sort((a, b) => (a.grade + (a.age_group ?? '')).localeCompare(b.grade + (b.age_group ?? '')))

export const Grades = ({ plan }: { plan: Plan }) => (
  <div class="table slim" tabIndex={0} role="region" aria-label={tell('ro.grades')}><table>
    <thead><tr><th scope="col">{tell('ro.grade')}</th>{cells.map(c => <th key={c} scope="col" class="integer">{tell(heads[c])}</th>)}</tr></thead>
    <tbody>{inOrder(plan.grades).map(g => <tr key={g.grade + (g.age_group ?? '')}><th scope="row">{g.age_group ? ageName(g.age_group) : gradeName(g.grade)}</th>
      {cells.map(c => <td key={c} class="integer" data-label={tell(heads[c])}>{number(g[c])}</td>)}</tr>)}</tbody>
  </table></div>
)

/* One line of an old class; a second where some stay. */
export const Classes = ({ plan }: { plan: Plan }) => (
  <><h3>{tell('ro.classes')}</h3><p class="quiet">{tell('ro.names')}</p>
    <div class="table slim" tabIndex={0} role="region" aria-label={tell('ro.classes')}><table>
      <thead><tr><th scope="col">{tell('ro.old')}</th><th scope="col">{tell('ro.goes')}</th><th scope="col" class="integer">{tell('ro.pupils')}</th>
        <th scope="col">{tell('ro.new')}</th></tr></thead>
      <tbody>{plan.classes.map(c => <Line key={c.from + c.for} c={c} />)}</tbody>
    </table></div></>
)

/* Nobody goes up from a class that completes a level. */
const completes = (c: RolloverClass) => c.for === 'promoted' && !c.to && !c.new_name

function Line({ c }: { c: RolloverClass }) {
  const how = c.for === 'retained' ? 'retained' : completes(c) && c.completed ? 'completed' : 'promoted', n = c[how]
  const decision = { promoted: '01', retained: '02', completed: '03' }[how]
  return (
    <tr>
      <th scope="row">{c.name}</th>
      <td data-label={tell('ro.goes')}>{tell(heads[how])}</td>
      <td class="integer" data-label={tell('ro.pupils')}>{n === undefined || n === null ? '' : how === 'promoted' ? number(n)
        : <a href={listAddress('enrolments', { class: c.from, promotion: decision })}>{number(n)}</a>}</td>
      <td data-label={tell('ro.new')}>{c.new_name ?? <span class="quiet">{tell(how === 'completed' ? 'ro.leave' : 'ro.nobody.goes')}</span>}
        {c.new_name && <small>{tell(c.exists ? 'ro.exists' : 'ro.made')}</small>}</td>
    </tr>
  )
}
