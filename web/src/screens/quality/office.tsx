/* office.tsx - the units right below an office: errors and completeness of their schools, each down to a school. */
import { unit } from '../../app/session.ts'
import type { QualityPart, QualityProgress } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { Empty, Show } from '../../ui/state.tsx'
import { asked, Pick } from './pick.tsx'
import { Errors, Share } from './share.tsx'
import { below, CountedAt, sumOf } from './units.tsx'

const SORT = 'xep', AT = '/chat-luong'
const orders: Record<string, (x: QualityPart) => number> = { loi: x => -x.errors, thieu: x => (x.due ? x.filled / x.due : 2) }

export const UnitsTable = () => (
  <Show of={useGet('/quality/progress', { query: { within: unit.value.code } })} right={['quality', 'read']}>{told => <Parts told={told} />}</Show>
)

function Parts({ told }: { told: QualityProgress }) {
  const order = orders[asked(SORT) ?? ''], sorted = order ? [...told.items].sort((a, b) => order(a) - order(b)) : told.items
  if (told.items.length === 0) return <Empty text={tell('u.none')} />
  return <>
    <div class="filters open" role="search" aria-label={tell('q.filter')}><Pick name={SORT} label={tell('u.sort')} all={tell('u.sort.code')}
      options={[['loi', tell('u.sort.errors')], ['thieu', tell('u.sort.complete')]]} /></div>
    <CountedAt of={told} />
    <div class="table slim units" tabIndex={0} role="region" aria-label={tell('q.title')}><table>
      <thead><tr><th scope="col">{tell('u.unit')}</th><th scope="col" class="integer">{tell('u.schools')}</th><th scope="col">{tell('u.errors')}</th>
        <th scope="col" class="integer">{tell('u.warnings')}</th><th scope="col" class="integer">{tell('u.notices')}</th>
        <th scope="col">{tell('u.complete')}</th></tr></thead>
      <tbody>{sorted.map(x => <Line key={x.unit} x={x} />)}</tbody>
      <tfoot><Line x={sumOf(told.items)} /></tfoot>
    </table></div>
    <p class="quiet">{tell('p.legend')}</p>
  </>
}

const Line = ({ x }: { x: QualityPart }) => (
  <tr><th scope="row">{x.unit ? <a href={below(AT, x.unit)}>{x.name}</a> : x.name}</th>
    <td class="integer" data-label={tell('u.schools')}>{number(x.schools)}</td><Errors label={tell('u.errors')} n={x.errors} of={x.records} />
    <td class="integer" data-label={tell('u.warnings')}>{number(x.warnings)}</td><td class="integer" data-label={tell('u.notices')}>{number(x.notices)}</td>
    <Share label={tell('u.complete')} n={x.filled} of={x.due} /></tr>
)
