/* classes.tsx - the classes of a school: who has an identity number, and how complete what is due of them is. */
import { unit, year } from '../../app/session.ts'
import type { Filled } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { tell } from '../../text/quality.ts'
import { Empty, Show } from '../../ui/state.tsx'
import { To } from '../../ui/to.tsx'
import { classAt } from './ofclass.tsx'
import { Share } from './share.tsx'

export function OfClasses() {
  const asked = { unit: unit.value.code, year: year.value, by: 'class' }
  const all = useGet('/quality/completeness', { query: asked })
  const numbers = useGet('/quality/completeness', { query: { ...asked, fields: 'learner.personal_id' } })
  const of = (x: Filled) => (numbers.data?.items as Filled[] | undefined)?.find(y => y.class === x.class)
  return (
    <section class="of-classes"><h2>{tell('p.classes')}</h2><Show of={{ ...all, data: numbers.data && all.data }} right={['quality', 'read']}>{({ items }) => (
      items.length === 0 ? <Empty text={tell('p.classes.none')} /> : (
      <div class="table slim units few"><table>
        <thead><tr><th scope="col">{tell('q.class')}</th><th scope="col">{tell('p.identity')}</th><th scope="col">{tell('u.complete')}</th></tr></thead>
        <tbody>{(items as Filled[]).map(x => (
          <tr key={x.class}><th scope="row"><To href={x.class && classAt(x.class)}>{x.label}</To></th>
            <Share label={tell('p.identity')} n={of(x)?.filled ?? 0} of={of(x)?.due ?? 0} />
            <Share label={tell('u.complete')} n={x.filled} of={x.due} /></tr>))}</tbody>
      </table></div>))}</Show></section>
  )
}
