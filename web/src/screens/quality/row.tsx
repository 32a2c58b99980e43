/* row.tsx - a unit in the table of progress: shares in coloured cells, the figure inside. */
import type { QualityPart } from '../../data/types.gen.ts'
import { tell } from '../../text/quality.ts'
import { Errors, Share } from './share.tsx'
import { below } from './units.tsx'

/* at: the screen one goes down in; choose: it owes the report, and may be reminded; told: what became of that. */
export type Row = { x: QualityPart; form?: string; at?: string; chosen?: boolean; choose?: (on: boolean) => void; told?: string; pick?: boolean }

const none = { none: 0, draft: 0, submitted: 0, returned: 0, accepted: 0 }
function reported({ reports }: QualityPart) {
  const r = reports ?? none
  return { n: r.submitted + r.accepted, of: r.none + r.draft + r.submitted + r.returned + r.accepted }
}

export const Heads = ({ form, pick }: { form?: string; pick?: boolean }) => (
  <tr>{pick && <td class="tick" />}<th scope="col">{tell('u.unit')}</th><th scope="col">{tell('p.identity')}</th><th scope="col">{tell('u.errors')}</th>
    <th scope="col">{tell('u.complete')}</th>{form && <th scope="col">{tell('p.report', { form })}</th>}</tr>
)

export function Line({ x, form, at, chosen = false, choose, told, pick }: Row) {
  const sent = reported(x)
  return (
    <tr>{pick && <td class="tick">{choose && <input type="checkbox" checked={chosen} aria-label={tell('p.pick', { name: x.name })}
        onChange={e => choose(e.currentTarget.checked)} />}</td>}
      <th scope="row">{at && x.unit ? <a href={below(at, x.unit)}>{x.name}</a> : x.name}{told && <small role="status">{told}</small>}</th>
      <Share label={tell('p.identity')} n={x.identified} of={x.learners} />
      <Errors label={tell('u.errors')} n={x.errors} of={x.records} />
      <Share label={tell('u.complete')} n={x.filled} of={x.due} />
      {form && <Share label={tell('p.report', { form })} n={sent.n} of={sent.of} note={tell('p.sent')} />}
    </tr>
  )
}
