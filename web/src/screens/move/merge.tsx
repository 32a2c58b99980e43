/* merge.tsx - two records become one: which stays, what it takes of the other, and what moves to it. */
import { useState } from 'preact/hooks'
import { api, query } from '../../data/api.ts'
import type { Page, Rec, Value } from '../../data/types.ts'
import { forget, useGet } from '../../data/use.ts'
import { inWords } from '../../record/shown.tsx'
import { valueOf, type Field, type Part } from '../../record/type.ts'
import { number, say } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Waiting } from '../../ui/state.tsx'
import { sortFields, useBoth, type Both } from './compared.tsx'
import type { Decided, Pair } from './pairs.ts'

type Props = { pair: Pair; onClose: () => void; onDone: (d: Decided) => void }

export function Merge(p: Props) {
  const both = useBoth(p.pair)
  return both ? <Choice key={both.a.code + both.b.code} {...p} both={both} />
    : <Dialog title={tell('mg.title')} onClose={p.onClose}><Waiting rows={4} /></Dialog>
}

/* Of a kind that goes from one record to another: neither a reference nor a number that nobody else may have. */
const isTaken = (f: Field) => f.type !== 'reference' && !f.unique

function Choice({ pair, both, onClose, onDone }: Props & { both: Both }) {
  const older = both.a.code <= both.b.code ? both.a : both.b, [kept, setKept] = useState(older.code), [take, setTake] = useState<string[]>([])
  const { sending, problem, send } = useSending(), stays = kept === both.a.code ? both.a : both.b, goes = stays === both.a ? both.b : both.a
  const differ = sortFields(both).differ, has = (r: Rec, f: Field) => valueOf(r, f.name) !== null
  const choose = differ.filter(f => isTaken(f) && has(stays, f) && has(goes, f)), filled = differ.filter(f => isTaken(f) && !has(stays, f))
  const left = differ.filter(f => !isTaken(f) && has(goes, f)), name = (r: Rec) => String(r['full_name'] ?? r.code)
  const go = () => send(async () => {
    await api('POST', '/{plural}/{code}/merge', { at: { plural: 'learners', code: goes.code }, body: { same_as: stays.code, fill: true, take } })
    await Promise.all(['/learners', '/enrolments', '/quality'].map(forget))
    const words = tell('mg.done', { gone: name(goes), code: goes.code, kept: name(stays), kept_code: stays.code })
    onDone({ pair, same: true, kept: stays.code, gone: goes.code, words })
  })
  return (
    <Dialog wide title={tell('mg.title')} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('mg.do')}</button>}>
      <fieldset class="choices"><legend>{tell('mg.kept')}</legend>{[both.a, both.b].map(r => (
        <label key={r.code}><input type="radio" name="kept" checked={r === stays} onChange={() => { setKept(r.code); setTake([]) }} />
          <span>{name(r)} <code>{r.code}</code>{r === older && <small> · {tell('mg.older')}</small>}</span></label>))}</fieldset>
      {choose.length > 0 && <h3>{tell('mg.choose')}</h3>}
      {choose.map(f => <OneOf key={f.name} f={f} mine={valueOf(stays, f.name)} theirs={valueOf(goes, f.name)} taken={take.includes(f.name)}
        set={on => setTake(on ? [...take, f.name] : take.filter(x => x !== f.name))} />)}
      {filled.length > 0 && <p>{tell('mg.filled', { what: filled.map(f => say(f.label)).join(', ') })}</p>}
      {left.length > 0 && <p class="problem warning">{tell('mg.left', { what: left.map(f => say(f.label)).join(', ') })}</p>}
      <Moves of={goes} parts={both.type.sublists} same={goes.unit === stays.unit} />
      <Refused text={problem} />
    </Dialog>
  )
}

type OneProps = { f: Field; mine: Value; theirs: Value; taken: boolean; set: (theirs: boolean) => void }

const OneOf = ({ f, mine, theirs, taken, set }: OneProps) => (
  <fieldset class="choice one-of"><legend>{say(f.label)}</legend>{[false, true].map(other => (
    <label key={String(other)}><input type="radio" name={'take-' + f.name} checked={taken === other} onChange={() => set(other)} />
      <span>{inWords(f, other ? theirs : mine)}</span></label>))}</fieldset>
)

/* What belongs to the record that goes, in figures; in another school it stays where it is. */
function Moves({ of, parts, same }: { of: Rec; parts: Part[]; same: boolean }) {
  const counts = useCounts(of, parts), some = parts.filter((_, i) => counts[i] !== 0)
  return <><h3>{tell('mg.moves')}</h3>
    {!same ? <p>{tell('mg.stays')}</p> : some.length === 0 ? <p>{tell('mg.nothing')}</p>
      : <ul class="moving">{parts.map((p, i) => counts[i] !== 0 && <li key={p.type}>{say(p.label)}: <b>{number(counts[i] ?? 0)}</b></li>)}</ul>}
    <p class="quiet">{tell('mg.after')}</p></>
}

/* Of a type there are always as many parts. */
const useCounts = (of: Rec, parts: Part[]) => parts.map(part => useGet<Page<Rec>>(`/${part.type}${query({ unit: of.unit,
  filter: `${part.field}.code == "${of.code}"`, fields: 'code', limit: 1, count: 1 })}`).data?.total)
