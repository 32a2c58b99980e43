/* many.tsx - what is done to several records of a list at once, and what came of each. */
import { useMemo, useState } from 'preact/hooks'
import { useComputed } from '@preact/signals'
import type { Problem } from '../data/api.ts'
import { forget } from '../data/use.ts'
import type { Rec } from '../data/types.ts'
import { number, say, t } from '../text/index.ts'
import { tell } from '../text/list.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { yearOf } from './here.ts'
import { blank, current, makeDraft } from './draft.ts'
import { FieldRow } from './field.tsx'
import { sendChanges } from './lines.ts'
import { allRows, type Question } from './rows.ts'
import { sendStatus, StatusForm, type Wish } from './status.tsx'
import { statusesByHand } from './statuses.ts'
import type { Chosen } from './table.tsx'
import { fieldOf, isPast, type Field, type Type } from './type.ts'

type Outcome = { rec: Rec; ok: boolean; words: string[] }
type Props = { type: Type; question: Question; rows: Rec[]; total?: number; chosen: Chosen; setChosen: (c: Chosen) => void }

const none: Chosen = { codes: new Set(), all: false }

export function Many({ type, question, rows, total, chosen, setChosen }: Props) {
  const [doing, setDoing] = useState<'status' | 'field'>(), [done, setDone] = useState<Outcome[]>(), [at, setAt] = useState<{ n: number; of: number }>()
  const n = chosen.all ? total ?? rows.length : chosen.codes.size
  if (!n && !done) return null
  /* With the versions that were looked at: what somebody changed since is refused, not written over. */
  const records = async (): Promise<Rec[]> =>
    chosen.all ? allRows(type, question) : rows.filter(r => chosen.codes.has(r.code))
  const run = async (work: (all: Rec[], count: (n: number) => void) => Promise<Outcome[]>) => {
    setDoing(undefined)
    setAt({ n: 0, of: n })
    try { setDone(await work(await records(), k => setAt({ n: k, of: n }))) }
    catch (x) { alert((x as Problem).message) }
    setAt(undefined)
    setChosen(none)
    forget(`/${type.plural}`)
    forget('/quality')
  }
  const statuses = statusesByHand(type, { status: '' })
  const offersAll = total !== undefined && total > rows.length && !chosen.all && chosen.codes.size >= rows.length
  return (
    <div class="many" role="region" aria-label={tell('many')}>
      {n > 0 && <>
        <strong role="status">{at ? tell('doing', { n: number(at.n), of: number(at.of) }) : tell('chosen', { n: number(n) })}</strong>
        {offersAll && <button type="button" class="link" onClick={() => setChosen({ all: true, codes: new Set() })}>
          {tell('choose.all', { n: number(total) })}</button>}
        {statuses.length > 0 && <button type="button" class="button" disabled={!!at} onClick={() => setDoing('status')}>{t('form.status')}</button>}
        <button type="button" class="button" disabled={!!at} onClick={() => setDoing('field')}>{tell('set')}</button>
        <button type="button" class="button plain" disabled={!!at} onClick={() => setChosen(none)}>{tell('choose.none')}</button>
      </>}
      {doing === 'status' && <StatusForm title={t('form.status')} note={tell('chosen', { n: number(n) })} choices={statuses}
        onClose={() => setDoing(undefined)} onSend={w => run((all, count) => setStatuses(type, all, w, count))} />}
      {doing === 'field' && <SetField type={type} n={n} onClose={() => setDoing(undefined)} onSend={(f, v) => run(all => setFields(type, all, f, v))} />}
      {done && <Outcomes name={String(question['fields']).split(',')[0] ?? ''} all={done} onClose={() => setDone(undefined)} />}
    </div>
  )
}

const told = (x: Problem): string[] => (x.problems.length ? x.problems.map(p => p.message) : [x.message])

async function setStatuses(type: Type, all: Rec[], wish: Wish, count: (n: number) => void): Promise<Outcome[]> {
  const out: Outcome[] = []
  for (const rec of all) {
    out.push(await sendStatus(type, rec, wish).then(() => ({ rec, ok: true, words: [] }), (x: Problem) => ({ rec, ok: false, words: told(x) })))
    count(out.length)
  }
  return out
}

async function setFields(type: Type, all: Rec[], f: Field, value: unknown): Promise<Outcome[]> {
  const changes = all.map(r => ({ code: r.code, version: r.version, [f.name]: value }))
  const came = await sendChanges(type.plural, changes, { unit: all[0]?.unit ?? '', year: yearOf(type) })
  return all.map((rec, i) => ({ rec, ok: came[i]?.ok ?? false, words: came[i]?.words ?? [] }))
}

function SetField({ type, n, onClose, onSend }: { type: Type; n: number; onClose: () => void; onSend: (f: Field, v: unknown) => void }) {
  const [name, setName] = useState(''), f = fieldOf(type, name)
  const d = useMemo(() => makeDraft(type, blank(type)), [name]), value = useComputed(() => current(d, name)).value, unread = d.unread.value[name]
  const may = type.fields.filter(x => !x.computed && !isPast(x) && x.type !== 'file' && (x.type !== 'text' || x.class === 'open') && x.name !== type.name_field)
  return (
    <Dialog title={tell('set')} onClose={onClose} onSubmit={() => { if (f && !unread) onSend(f, value) }}
      actions={<button type="submit" class="button primary" disabled={!f || !!unread || (value === null && f.required)}>
        {tell('set.do', { n: number(n) })}</button>}>
      <label class="stack">{t('list.by')}<select value={name} onChange={e => setName(e.currentTarget.value)}>
        <option value="">–</option>{may.map(x => <option key={x.name} value={x.name}>{say(x.label)}</option>)}</select></label>
      {f && <FieldRow key={name} d={d} f={{ ...f, show_when: undefined }} faults={[]} readOnly={false} />}
      {f && value === null && !f.required && <p class="problem warning"><Icon name="alert" />{tell('set.empty')}</p>}
    </Dialog>
  )
}

function Outcomes({ name, all, onClose }: { name: string; all: Outcome[]; onClose: () => void }) {
  const bad = all.filter(x => !x.ok), warned = all.filter(x => x.ok && x.words.length)
  const line = (x: Outcome) => <li key={x.rec.code}><strong>{String(x.rec[name] ?? x.rec.code)}</strong>: {x.words.join(' ')}</li>
  return (
    <Dialog wide title={tell('outcome')} onClose={onClose} onSubmit={onClose} actions={<button type="submit"
      class="button primary">{t('form.close')}</button>}>
      <p class="done"><Icon name="check" />{tell('outcome.good', { n: number(all.length - bad.length) })}</p>
      {bad.length > 0 && <><p class="problem"><Icon name="alert" />{tell('outcome.bad', { n: number(bad.length) })}</p><ul>{bad.map(line)}</ul></>}
      {warned.length > 0 && <><p class="problem warning"><Icon name="alert" />{tell('outcome.warned', { n: number(warned.length) })}</p>
        <ul>{warned.map(line)}</ul></>}
    </Dialog>
  )
}
