/* grid.tsx - entry as a table: of the records of a type (/nhap/{plural}), of the identity numbers of a class (/dinh-danh).  What is chosen first
 * stands in the address; it says which class, never who. */
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { address, search, setSearch } from '../app/router.ts'
import { isOwn, may, unit, year } from '../app/session.ts'
import { query, type Problem } from '../data/api.ts'
import { forget, useGet } from '../data/use.ts'
import type { Filled, Page, Rec, Value } from '../data/types.ts'
import { now, schoolYear, today } from '../data/clock.ts'
import { after } from '../grid/keys.ts'
import type { Doubt } from '../grid/doubts.ts'
import { Grid } from '../grid/grid.tsx'
export { takeUpLeft } from '../grid/left.ts'
import { keptOf, openOnce, openQueue, queueLeft, type Live } from '../grid/saving.ts'
import { learnTitles, loadSheet, readAgain, useSpec, type Chosen, type Spec } from '../grid/spec.ts'
import { keyOf } from '../record/choice.ts'
import { calledFor, entryFor, isOffice, listAddress, yearOf } from '../record/here.ts'
import { isOfUnit, listOf, nameIn, titleFor, typeNamed } from '../record/known.ts'
import { readValue, showValue } from '../record/read.ts'
import { titleOf, type Field, type Item } from '../record/type.ts'
import { number, say, t } from '../text/index.ts'
import { wear } from '../ui/style.ts'
import { Icon } from '../ui/icon.tsx'
import { Empty, Failed, Show, Waiting } from '../ui/state.tsx'
import { tell } from '../grid/words.ts'

declare const GRID_STYLE: string

/* With its style. */
export async function open() {
  await wear(GRID_STYLE)
  return ([at = '']: string[]) => <Entry at={at} />
}

/* Screens of a template have its columns. */
const templates: Record<string, { plural: string; template: string }> = { 'dinh-danh': { plural: 'learners', template: 'identity-numbers' } }

function Entry({ at }: { at: string }) {
  const of = templates[at], { spec, answer } = useSpec(of?.plural ?? at.split('/')[1] ?? '', of?.template)
  if (answer.error || !spec) return <Show of={answer}>{() => <Waiting rows={12} />}</Show>
  return <Screen spec={spec} at={'/' + at} />
}

function Screen({ spec, at }: { spec: Spec; at: string }) {
  const { type } = spec, entry = entryFor(at), called = calledFor(type)
  const [begins, setBegins] = useState<Record<string, Value>>({}), by = spec.by && (search.value.get(keyOf(spec.by)) ?? undefined)
  const given: Record<string, Value> = Object.fromEntries([
    ...spec.apart.map(f => [f.name, apartNow(f)]), ...spec.begins.map(f => [f.name, f.name in begins ? begins[f.name] : usual(f)]),
  ])
  const title = entry ? say(entry.label) : tell('grid.title', { what: called.title })
  const doubts = useDoubts(spec, by), asked = { ...askedOf(spec), doubts }
  const key = JSON.stringify([unit.value.code, year.value, by, given])
  const above = (
    <>
      {spec.by && <Choose item={spec.by} now={by} asked={asked} />}
      {spec.apart.map(f => <Apart key={f.name} f={f} now={given[f.name] ?? null} />)}
      {spec.begins.map(f => <Begin key={f.name} f={f} now={given[f.name] ?? null} set={v => setBegins({ ...begins, [f.name]: v })} />)}
    </>
  )
  return (
    <section class="page grid-page">
      <header class="head">
        <h1>{(entry?.number ?? called.number) && <span class="no">{entry?.number ?? called.number}</span>}{title}</h1>
        <div class="actions"><a class="button" href={listAddress(type.plural, by && spec.by ? { [keyOf(spec.by)]: by } : {})}>
          <Icon name="left" />{tell('grid.list')}</a></div>
      </header>
      {isOffice() || !isOwn.value ? <Empty text={tell('grid.readonly')} /> : spec.by && !by ? <Choices item={spec.by} asked={asked} />
        : <Work key={key} spec={spec} chosen={{ unit: unit.value.code, year: year.value, by, given }} title={title} doubts={doubts}>{above}</Work>}
    </section>
  )
}

/* ---- what is chosen above ---- */

/* In a year that is over nothing is done today. */
const usual = (f: Field): Value => (f.type === 'date' ? (schoolYear(now()) === year.value ? today() : null) : f.type === 'integer' ? f.min ?? 1 : null)

const choicesOf = (f: Field): [string, string][] => f.type === 'integer'
  ? Array.from({ length: Math.min(12, (f.max ?? 1) - (f.min ?? 1) + 1) }, (_, i) => [String((f.min ?? 1) + i), String((f.min ?? 1) + i)])
  : listOf(f.list ?? '')?.filter(isOfUnit).map((x): [string, string] => [x.code, nameIn(x)]) ?? []

function apartNow(f: Field): Value {
  const said = search.value.get(f.name), found = choicesOf(f).find(c => c[0] === said)?.[0] ?? choicesOf(f)[0]?.[0]
  return found === undefined ? null : f.type === 'integer' ? Number(found) : found
}

const Apart = ({ f, now }: { f: Field; now: Value }) => (
  <label class="pick set"><span>{say(f.label)}</span><select value={String(now ?? '')} onChange={e => setSearch({ [f.name]: e.currentTarget.value })}>
    {choicesOf(f).map(([v, words]) => <option key={v} value={v}>{words}</option>)}</select></label>
)

function Begin({ f, now, set }: { f: Field; now: Value; set: (v: Value) => void }) {
  const [bad, setBad] = useState(false), [typed, setTyped] = useState<string>()   // what comes late draws anew what is half typed
  const read = (text: string) => {
    const v = readValue(f, text)
    setBad(v === undefined || v === null)
    if (v === undefined || v === null) return
    setTyped(undefined)
    set(v)
  }
  return <label class="pick set"><span>{say(f.label)}</span><input class="grid-begin" value={typed ?? showValue(f, now)} aria-invalid={bad}
    placeholder={f.type === 'date' ? t('form.date') : undefined}
    onInput={e => setTyped(e.currentTarget.value)} onChange={e => read(e.currentTarget.value)} /></label>
}

/* What the rules say of what is stored; read again for each class. */
function useDoubts(spec: Spec, by: string | undefined): Doubt[] | undefined {
  const [doubts, setDoubts] = useState<Doubt[]>(), at = { unit: unit.value.code, year: year.value }
  useEffect(() => {
    let here = may('quality', 'read') && !isOffice()
    if (here) after().then(m => m.doubtsOf(spec, at)).then(d => { if (here) setDoubts(d) }, () => undefined)
    return () => { here = false }
  }, [spec, at.unit, at.year, by])
  return doubts
}

/* What is to be filled in of each row, as far as every row has its record: of that the server says how much is missing.  of: what it is, where it is one. */
type Asked = { fields?: string; of: string; doubts?: Doubt[] }
function askedOf({ type, of, columns, due }: Spec): Asked {
  const all = of ? [] : columns.filter(c => due.includes(c.field.name)), one = all.length === 1 && all[0]
  return { fields: all.map(c => `${type.name}.${c.field.name}`).join(',') || undefined, of: one ? say(one.label).toLowerCase() : tell('grid.choose.due') }
}

/* Of classes, how many cells are empty or doubted. */
function useLeft(item: Item, { fields, doubts }: Asked): Map<string, number> | undefined {
  const counts = fields && item.to && typeNamed(item.to)?.name === 'class' && may('quality', 'read')
  const told = useGet('/quality/completeness', counts ? { query: { unit: unit.value.code, year: year.value, by: 'class', fields } } : false).data
  const names = new Set(fields?.split(',').map(f => f.split('.')[1])), doubted = (doubts ?? []).filter(x => names.has(x.field))
  return told && new Map((told.items as Filled[]).map(x => [x.class ?? '', x.due - x.filled + doubted.filter(d => d.class === x.class).length]))
}

function useRecords(item: Item, asked: Asked): [string, string][] | undefined {
  const left = useLeft(item, asked)
  const type = item.to ? typeNamed(item.to) : undefined, title = type && titleOf(type)
  const path = type && title && `/${type.plural}${query({ unit: unit.value.code, year: yearOf(type), fields: title, limit: 200 })}`
  const got = useGet<Page<Rec>>(path).data
  const withLeft = (what: string, n: number | undefined) => (n === undefined ? what
    : tell(n ? 'grid.choose.left' : 'grid.choose.done', { what, n: number(n), of: asked.of }))
  return title ? got?.items.map(r => [r.code, withLeft(String(r[title] ?? r.code), left?.get(r.code))]) : undefined
}

function Choose({ item, now, asked }: { item: Item; now: string | undefined; asked: Asked }) {
  const all = useRecords(item, asked)
  useEffect(() => () => void forget('/quality'), [now])   // something was filled in
  return (
    <label class="pick set"><span>{say(item.label)}</span>
      <select value={all ? now ?? '' : ''} onChange={e => setSearch({ [keyOf(item)]: e.currentTarget.value })}>
        {!all && <option value="">…</option>}{all?.map(([code, words]) => <option key={code} value={code}>{words}</option>)}</select></label>
  )
}

/* Nothing is typed into a class that nobody has chosen. */
function Choices({ item, asked }: { item: Item; asked: Asked }) {
  const all = useRecords(item, asked), what = say(item.label).toLowerCase()
  if (!all) return <Waiting />
  if (!all.length) return <Empty text={tell('grid.nochoice', { what })} />
  return (
    <div class="grid-choices"><p>{tell('grid.choose.text', { what })}</p>
      <ul class="plainlist">{all.map(([code, words]) => <li key={code}><button type="button" class="button"
        onClick={() => setSearch({ [keyOf(item)]: code })}>{words}</button></li>)}</ul>
    </div>
  )
}

/* On paper: "Lớp 2A. " */
const Whose = ({ item, code }: { item: Item; code: string }) => <>{say(item.label)} {item.to && (titleFor(item.to, code) ?? '…')}. </>

/* ---- at work ---- */

const LOOK_MS = 60_000

type Open = { queue: Live; at: number }

/* Loaded once for what was chosen; looked at again when the window is.  Of what was left with something unsent it is the same that is shown. */
function useOpen(spec: Spec, chosen: Chosen): { open?: Open; error?: Problem; again: () => void } {
  const [open, setOpen] = useState<Open>(), [error, setError] = useState<Problem>(), [tries, setTries] = useState(0)
  useLayoutEffect(() => {
    let here = true
    const name = [spec.type.plural, spec.sheet, unit.value.code, year.value, chosen.by, ...spec.apart.map(f => chosen.given[f.name])].join(' ')
    const path = `/${spec.type.plural}/batch${query({ unit: unit.value.code, year: yearOf(spec.type) })}`
    setError(undefined)
    const going = queueLeft(name)
    if (going) going.sheet.kind.given = chosen.given
    const of = { plural: spec.type.plural, template: spec.template, chosen }, to = address.peek()
    const anew = () => loadSheet(spec, chosen).then(async ({ sheet, more }) => openQueue(sheet, { name, path, to, of }, await keptOf(name), more))
    const found = going ? readAgain(spec, chosen, going.sheet, tell('grid.stale')).then(() => going, () => going) : openOnce(name, anew)
    found.then(queue => { if (here) setOpen({ queue, at: Date.now() }) }).catch((x: unknown) => { if (here) setError(x as Problem) })
    return () => { here = false }
  }, [tries])
  useEffect(() => {
    const look = () => {
      if (!open || document.visibilityState === 'hidden' || Date.now() - open.at < LOOK_MS) return
      open.at = Date.now()
      readAgain(spec, chosen, open.queue.sheet, tell('grid.stale')).catch(() => undefined)
    }
    addEventListener('visibilitychange', look)
    return () => removeEventListener('visibilitychange', look)
  }, [open])
  const again = () => setTries(n => n + 1)
  return { open, error, again }
}

function Work({ spec, chosen, title, doubts, children }: { spec: Spec; chosen: Chosen; title: string; doubts?: Doubt[]; children: ComponentChildren }) {
  const { open, error, again } = useOpen(spec, chosen)
  useEffect(() => { if (open && doubts) after().then(m => m.markDoubts(open.queue.sheet, doubts), () => undefined) }, [open, doubts])
  if (error) return <><div class="grid-tools">{children}</div><Failed error={error} again={again} right={[spec.type.module, 'read']} /></>
  if (!open) return <Waiting rows={12} />
  const { queue } = open, { sheet, more } = queue, own = { ...spec, columns: sheet.kind.columns }
  if (!sheet.rows.length) return <><div class="grid-tools">{children}</div><Empty text={tell('grid.nobody')} /></>
  const whose = chosen.by && spec.by?.to && <Whose item={spec.by} code={chosen.by} />
  return <Grid queue={queue} title={title} whose={whose} heads={() => learnTitles(own, chosen)} more={more}>{children}</Grid>
}
