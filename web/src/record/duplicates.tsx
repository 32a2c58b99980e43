/* duplicates.tsx - records that may be the same person.  Asked only when somebody wants to see: each question about other schools is counted and
 * stands in their log. */
import { unit } from '../app/session.ts'
import { useGet } from '../data/use.ts'
import { tell } from '../text/same.ts'
import { Icon } from '../ui/icon.tsx'
import { Empty, Show } from '../ui/state.tsx'
import type { Draft } from './draft.ts'
import { recordAddress } from './here.ts'
import { titleFor } from './known.ts'
import { reasonWords, scoreWords, type Reason } from './likeness.ts'
import { mayWrite } from './type.ts'

type Same = { b: string; record?: string; unit: { code: string; name: string }; decision?: string; score?: number; reasons?: Reason[]; message?: string }
type Told = { items: Same[]; elsewhere: { message?: string } }

export function Duplicates({ d }: { d: Draft }) {
  return <Show of={useGet<Told>(`/${d.type.plural}/${encodeURIComponent(d.rec.value.code)}/duplicates`)}>{a => (
    <div class="narrow">
      {a.items.length === 0 ? <Empty text={tell('none')} /> : <><p>{tell('n', { n: a.items.length })}</p>
        <ul class="plain-list">{a.items.map(x => <Pair key={x.b} x={x} d={d} />)}</ul></>}
      {a.items.length > 0 && mayWrite(d.type) && unit.value.kind === 'school' && <p class="actions">
        <a class="button primary" href={`/trung?em=${encodeURIComponent(d.rec.value.code)}`}>{tell('decide')}</a></p>}
      {a.elsewhere.message && <p class="quiet">{a.elsewhere.message}</p>}
    </div>
  )}</Show>
}

function Pair({ x, d }: { x: Same; d: Draft }) {
  return (
    <li class="card">
      <h3>{x.record ? <a href={recordAddress(d.type.plural, x.record)}>{titleFor(d.type.name, x.record) ?? '…'}</a> : x.unit.name}
        {x.score !== undefined && <span class="status">{scoreWords(x.score)}</span>}</h3>
      {x.record && <p class="quiet">{x.unit.name} · <code>{x.record}</code></p>}
      {x.decision && <p class="done"><Icon name="check" />{tell(x.decision === 'same' ? 'decided' : 'two')}</p>}
      {x.reasons && <p>{x.reasons.map(r => reasonWords(d.type, r)).filter(Boolean).join(' · ')}</p>}
      {x.message && <p>{x.message}</p>}
    </li>
  )
}
