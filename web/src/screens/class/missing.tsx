/* missing.tsx - what is due of a class and its pupils and not filled in, the nearly complete first; each leads to those who lack it. */
import { useState } from 'preact/hooks'
import { may, unit, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import type { Filled } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { listAddress, recordAddress } from '../../record/here.ts'
import type { Counted } from '../../record/rows.ts'
import { fieldOf, useType } from '../../record/type.ts'
import { number, say } from '../../text/index.ts'
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

/* What is asked for without being due: the identity number of a pupil.  A teacher is told of it too. */
function useAsked(code: string): Filled[] | undefined {
  const type = useType('learners').data, fields = (type?.screen.missing ?? []).map(n => type && fieldOf(type, n)).filter(f => f !== undefined)
  const here = `enrolment.class.code == "${code}"`, asked = (filter: string) => `/learners${query({ unit: unit.value.code, year: year.value, filter,
    fields: 'code', limit: 1, count: 1 })}`
  const f = fields[0], whole = useGet<Counted>(f && asked(here)).data, lack = useGet<Counted>(f && asked(`${here} and ${f.name} is null`)).data
  if (!type || (f && (!whole || !lack))) return undefined
  const n = lack?.total ?? 0, of = whole?.total ?? 0
  return f && n > 0 ? [{ type: type.name, plural: type.plural, field: f.name, label: say(f.label), due: of, filled: of - n }] : []
}

export function Missing({ code }: { code: string }) {
  const [all, setAll] = useState(false), asked = useAsked(code), mayAsk = may('quality', 'read')
  const told = useGet('/quality/completeness', mayAsk && { query: { unit: unit.value.code, year: year.value, by: 'field', class: code } })
  const due = mayAsk ? told.data?.items : []
  return (
    <section class="card"><h2>{tell('due.title')}</h2><Show of={{ ...told, data: asked && due && [...asked, ...(due as Filled[])] }} rows={4}>{items => {
      const open = items.filter((x, i) => x.due > x.filled && items.findIndex(y => y.type === x.type && y.field === x.field) === i)
        .sort((a, b) => part(b) - part(a)), shown = all ? open : open.slice(0, SHOWN)
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
