/* twins.tsx - records that may be one person, pair by pair: one person, two people, or later; each decision can be taken back. */
import { useEffect, useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { search, setSearch } from '../../app/router.ts'
import { unit, year } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { Duplicates } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { number, showYear, t } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { Merge } from './merge.tsx'
import { Compared, useNames } from './compared.tsx'
import { canUndo, keyOf, openOf, type Decided, type Pair } from './pairs.ts'

const EACH = 50

type Looked = { pairs: Pair[]; seen: number; cursor?: string | null; message?: string | null }

export function Twins() {
  const school = unit.value.kind === 'school', one = search.value.get('em') ?? ''
  return (
    <section class="page twins">
      <header class="head"><h1><No at="/trung" />{tell('tw.title')}</h1></header>
      {school ? <Search key={`${unit.value.code} ${year.value} ${one}`} one={one} /> : <Empty text={tell('school')} />}
    </section>
  )
}

/* Each look asks other schools and is counted: only when somebody wants it. */
function Search({ one }: { one: string }) {
  const [looked, setLooked] = useState<Looked>(), { sending, problem, send } = useSending()
  const look = () => send(async () => {
    const page: Duplicates = await (one ? api('GET', '/learners/{code}/duplicates', { at: { code: one } }) : api('GET', '/duplicates',
      { query: { unit: unit.value.code, year: year.value, limit: EACH, cursor: looked?.cursor ?? undefined } }))
    const pairs = page.items.map((x): Pair => ({ ...x, a: x.a ?? one }))
    setLooked({ pairs: [...(looked?.pairs ?? []), ...pairs], seen: (looked?.seen ?? 0) + EACH, cursor: page.cursor, message: page.elsewhere.message })
  })
  useEffect(() => { if (one) void look() }, [])
  const more = !looked || looked.cursor ? <button type="button" class={'button' + (looked ? '' : ' primary')} disabled={sending} onClick={() => void look()}>
    {sending ? t('state.wait') : tell(looked ? 'tw.next' : 'tw.look')}</button> : null
  return <>
    {!looked && !one && <div class="empty"><p>{tell('tw.what', { year: showYear(year.value) })}</p>{more}</div>}
    {looked && <Deciding looked={looked} one={one} more={one ? null : more} />}
    <Refused text={problem} />
  </>
}

function Deciding({ looked, one, more }: { looked: Looked; one: string; more: ComponentChild }) {
  const [decided, setDecided] = useState<Decided[]>([]), [put, setPut] = useState<string[]>([]), [asking, setAsking] = useState(false)
  const open = openOf(looked.pairs, decided, put), now = open[0], { sending, problem, send } = useSending(), names = useNames(now)
  const told = (d: Decided) => { setAsking(false); setDecided([...decided, d]) }
  const decide = (same: boolean) => send(async () => {
    if (!now) return
    if (same && now.record) return setAsking(true)
    await api('POST', '/duplicates/decide', { body: { a: now.a, b: now.b, decision: same ? 'same' : 'different' } })
    told({ pair: now, same, words: tell(same ? 'tw.elsewhere' : 'tw.two', { a: names.a, b: now.record ? names.b : now.unit.name }) })
  })
  const later = () => { if (now) setPut([...put, keyOf(now)]) }
  useKeys({ '1': () => void decide(true), '2': () => void decide(false), '0': later })
  return <>
    {looked.message && <p class="bar-note"><Icon name="alert" />{looked.message}</p>}
    {now ? <article class="card" key={keyOf(now)}>
      <Compared pair={now} n={decided.length + 1} of={decided.length + open.length} />
      <p class="actions">
        <button type="button" class="button primary" disabled={sending} onClick={() => void decide(true)}><kbd>1</kbd>{tell('tw.same')}</button>
        <button type="button" class="button" disabled={sending} onClick={() => void decide(false)}><kbd>2</kbd>{tell('tw.different')}</button>
        <button type="button" class="button" onClick={later}><kbd>0</kbd>{tell('tw.later')}</button></p>
      <Refused text={problem} />
    </article> : <Nothing seen={looked.seen} found={looked.pairs.length} one={one} />}
    {more && <p>{more}</p>}
    {now && asking && <Merge pair={now} onClose={() => setAsking(false)} onDone={told} />}
    <Done decided={decided} setDecided={setDecided} />
  </>
}

function Nothing({ seen, found, one }: { seen: number; found: number; one: string }) {
  return <Empty text={found ? tell('tw.all', { n: number(found) }) : one ? tell('tw.none.one') : tell('tw.none', { n: number(seen) })}>
    {one && <button type="button" class="button" onClick={() => setSearch({ em: undefined })}>{tell('tw.school')}</button>}</Empty>
}

function useKeys(keys: Record<string, () => void>) {
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      const act = keys[e.key]
      const elsewhere = document.querySelector('dialog[open]') || (e.target as Element).matches('input, select, textarea')
      if (!act || elsewhere || e.ctrlKey || e.metaKey || e.altKey) return
      e.preventDefault()
      act()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
}

/* What was decided since the page was opened, the last first. */
function Done({ decided, setDecided }: { decided: Decided[]; setDecided: (d: Decided[]) => void }) {
  const { sending, problem, send } = useSending()
  const undo = (d: Decided) => send(async () => {
    if (d.kept) await api('POST', '/{plural}/{code}/unmerge', { at: { plural: 'learners', code: d.kept } })
    else await api('POST', '/duplicates/decide', { body: { a: d.pair.a, b: d.pair.b, decision: 'open' } })
    await Promise.all(['/learners', '/enrolments', '/quality'].map(forget))
    setDecided(decided.filter(x => x !== d))
  })
  if (!decided.length) return null
  return (
    <section class="decided"><h2>{tell('tw.decided')} <span class="count" role="status">{number(decided.length)}</span></h2>
      <Refused text={problem} />
      <ul class="plainlist">{[...decided].reverse().map(d => <li key={keyOf(d.pair)}><Icon name="check" /><span>{d.words}</span>
        {canUndo(d, decided) && <button type="button" class="link" disabled={sending} onClick={() => void undo(d)}>{tell('tw.undo')}</button>}</li>)}</ul>
    </section>
  )
}
