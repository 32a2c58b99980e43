/* complete.tsx - how much of what is due is filled in, by field, class or level; each field leads to the list of those who lack it. */
import { unit, year } from '../../app/session.ts'
import type { Filled } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { listAddress, recordAddress } from '../../record/here.ts'
import { number, say } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { To } from '../../ui/to.tsx'
import { CLASS, classAt, PickClass } from './ofclass.tsx'
import { asked, Pick } from './pick.tsx'
import { Share } from './share.tsx'

const BY = 'theo'
type By = 'field' | 'class' | 'level'
const ways: Record<string, By | undefined> = { lop: 'class', cap: 'level' }

/* Of the class itself its record; of others their list, of this class. */
function leadsTo(x: Filled, code: string | undefined): string | undefined {
  if (x.class) return classAt(x.class)
  if (!x.plural || !x.field) return undefined
  if (code && x.plural === 'classes') return recordAddress('classes', code, { o: x.field })
  const only: Record<string, string> = code ? { [x.plural === 'learners' ? 'enrolment.class' : 'class']: code } : x.declared ? { declared: '1' } : {}
  return listAddress(x.plural, { ...only, missing: x.field })
}

export function Complete() {
  const by = ways[asked(BY) ?? ''] ?? 'field', code = by === 'field' ? asked(CLASS) : undefined
  const told = useGet('/quality/completeness', { query: { unit: unit.value.code, year: year.value, by, class: code } })
  return <>
    <div class="filters open" role="search" aria-label={tell('q.filter')}>
      <Pick name={BY} label={tell('c.by')} all={tell('c.field')} clears={[CLASS]}
        options={[['lop', tell('q.class').toLowerCase()], ['cap', tell('c.level')]]} />
      {by === 'field' && <PickClass />}
    </div>
    <Show of={told} right={['quality', 'read']}>{data => <Table items={data.items as Filled[]} by={by} code={code} />}</Show>
  </>
}

function Table({ items, by, code }: { items: Filled[]; by: By; code: string | undefined }) {
  const due = items.filter(x => x.due > 0), open = due.filter(x => x.filled < x.due)
  const types = useGet('/types').data?.items ?? [], label = (x: Filled) => types.find(y => y.name === x.type)?.label
  const kind = (x: Filled) => { const words = label(x); return words && <small>{say(words)}</small> }
  const shown = by === 'field' ? open.sort((a, b) => b.due - b.filled - (a.due - a.filled)) : due
  if (due.length === 0) return <Empty text={tell('c.none')} />
  if (shown.length === 0) return <p class="done"><Icon name="check" />{tell('c.done')}</p>
  return (
    <div class="table slim units few"><table>
      <thead><tr><th scope="col">{tell('c.name')}</th><th scope="col" class="integer">{tell('c.left')}</th><th scope="col">{tell('c.share')}</th></tr></thead>
      <tbody>{shown.map(x => (
        <tr key={`${x.type} ${x.field} ${x.class} ${x.level}`}><th scope="row"><To href={leadsTo(x, code)}>{x.label}</To>{kind(x)}</th>
          <td class="integer" data-label={tell('c.left')}>{number(x.due - x.filled)}</td>
          <Share label={tell('c.share')} n={x.filled} of={x.due} /></tr>))}</tbody>
    </table></div>
  )
}
