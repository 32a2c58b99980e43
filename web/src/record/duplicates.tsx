/* duplicates.tsx - records that may be the same person.  Asked only when somebody wants to see: each question about other schools is counted and
 * stands in their log. */
import { useGet } from '../data/use.ts'
import { say } from '../text/index.ts'
import { tell, type SameKey } from '../text/same.ts'
import { Icon } from '../ui/icon.tsx'
import { Empty, Show } from '../ui/state.tsx'
import type { Draft } from './draft.ts'
import { recordAddress } from './here.ts'
import { titleFor } from './known.ts'
import { fieldOf } from './type.ts'

type Reason = { field: string; reason: string }
type Same = { b: string; record?: string; unit: { code: string; name: string }; decision?: string; score?: number; reasons?: Reason[]; message?: string }
type Told = { items: Same[]; elsewhere: { message?: string } }

const reasons: Record<string, SameKey> = {
  same: 'same', spelling: 'spelling', order: 'order', word: 'word', slip: 'slip', swapped: 'swapped', digit: 'digit', year: 'year', differs: 'differs',
}
const SURE = 90, LIKELY = 75

export function Duplicates({ d }: { d: Draft }) {
  return <Show of={useGet<Told>(`/${d.type.plural}/${encodeURIComponent(d.rec.value.code)}/duplicates`)}>{a => (
    <div class="narrow">
      {a.items.length === 0 ? <Empty text={tell('none')} /> : <><p>{tell('n', { n: a.items.length })}</p>
        <ul class="plain-list">{a.items.map(x => <Pair key={x.b} x={x} d={d} />)}</ul></>}
      {a.elsewhere.message && <p class="quiet">{a.elsewhere.message}</p>}
    </div>
  )}</Show>
}

function inWords(d: Draft, r: Reason): string | undefined {
  const f = fieldOf(d.type, r.field), how = reasons[r.reason]
  return f && how && `${say(f.label)}: ${tell(how)}`
}

function Pair({ x, d }: { x: Same; d: Draft }) {
  const score = x.score === undefined ? undefined : x.score >= SURE ? 'sure' : x.score >= LIKELY ? 'likely' : 'maybe'
  return (
    <li class="card">
      <h3>{x.record ? <a href={recordAddress(d.type.plural, x.record)}>{titleFor(d.type.name, x.record) ?? '…'}</a> : x.unit.name}
        {score && <span class="status">{tell(score)}</span>}</h3>
      {x.record && <p class="quiet">{x.unit.name} · <code>{x.record}</code></p>}
      {x.decision && <p class="done"><Icon name="check" />{tell(x.decision === 'same' ? 'decided' : 'two')}</p>}
      {x.reasons && <p>{x.reasons.map(r => inWords(d, r)).filter(Boolean).join(' · ')}</p>}
      {x.message && <p>{x.message}</p>}
    </li>
  )
}
