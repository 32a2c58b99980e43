/* missing.tsx - what is due of a class and its pupils and not filled in, the nearly complete first; each leads to those who lack it. */
import { useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import type { Filled } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { listAddress, recordAddress } from '../../record/here.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/class.ts'
import { Icon } from '../../ui/icon.tsx'
import { Share } from '../../ui/share.tsx'
import { Show } from '../../ui/state.tsx'

const SHOWN = 6
const part = (x: Filled) => x.filled / x.due

/* Of the class itself its record; of others their list, of this class. */
const classIn: Record<string, string | undefined> = { learners: 'enrolment.class' }
const leadsTo = (x: Filled, code: string) => (x.plural === 'classes' ? recordAddress('classes', code, { o: x.field })
  : listAddress(x.plural ?? '', { [classIn[x.plural ?? ''] ?? 'class']: code, missing: x.field }))

export function Missing({ code }: { code: string }) {
  const [all, setAll] = useState(false)
  const told = useGet('/quality/completeness', { query: { unit: unit.value.code, year: year.value, by: 'field', class: code } })
  return (
    <section class="card"><h2>{tell('due.title')}</h2><Show of={told} rows={4}>{({ items }) => {
      const open = (items as Filled[]).filter(x => x.due > x.filled).sort((a, b) => part(b) - part(a)), shown = all ? open : open.slice(0, SHOWN)
      if (open.length === 0) return <p class="done"><Icon name="check" />{tell('due.none')}</p>
      return <>
        <ul class="todo">{shown.map(x => <li key={`${x.type} ${x.field}`}><a class="gap" href={leadsTo(x, code)}>
          <span>{x.label} <small>{tell('due.filled', { n: number(x.filled), of: number(x.due) })}</small></span>
          <b>{tell('due.left', { n: number(x.due - x.filled) })}</b><Share parts={[['good', part(x)]]} /></a></li>)}</ul>
        {shown.length < open.length && <button type="button" class="button" onClick={() => setAll(true)}>
          {tell('due.more', { n: number(open.length - shown.length) })}</button>}
      </>
    }}</Show></section>
  )
}
