/* open.tsx - one thing that waits: what has to be known of it, and the question before it is answered. */
import { useRef, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { search, setSearch } from '../../app/router.ts'
import { api } from '../../data/api.ts'
import type { Export, Report, ReportHead, Transfer } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { titleFor } from '../../record/known.ts'
import { moment, number, showDate, showYear } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { later } from '../../ui/later.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Show } from '../../ui/state.tsx'
import { To } from '../../ui/to.tsx'
import { gradeName } from '../../screens/classes.ts'
import { FormBox, PART } from '../../screens/report/box.tsx'
import { figureAt } from '../../screens/report/cells.ts'
import { Checks } from '../../screens/report/checks.tsx'
import { Accept, CellNotes, giveBack, noteLack, notesOf, reasonKey, WithReason, type Notes } from '../../screens/report/decide.tsx'
import { Again } from '../../screens/report/words.tsx'
import { reportAddress } from '../../screens/report/state.tsx'
import { useCalled } from './called.ts'
import type { Answer } from './inbox.tsx'
import type { Wait } from './waiting.ts'

type OpenedProps = { x: Wait; onAsk: (a: Answer) => void }

export function Opened({ x, onAsk }: OpenedProps) {
  const yes = x.kind === 'report' ? 'do.accept' : x.kind === 'export' ? 'inbox.approve'
    : x.of.started_by === 'from' ? 'inbox.take' : 'inbox.release', no = x.kind === 'report' ? 'do.return' : 'inbox.refuse'
  return <>
    <p class="actions"><button type="button" class="button primary" onClick={() => onAsk('yes')}>{tell(yes)} <kbd>a</kbd></button>
      <button type="button" class="button" onClick={() => onAsk('no')}>{tell(no)} <kbd>r</kbd></button></p>
    {x.kind === 'report' ? <OfReport head={x.of} /> : x.kind === 'export' ? <OfExport x={x.of} /> : <OfTransfer x={x.of} />}
  </>
}

/* What is wrong in a cell is written at once, in the table; it goes back with the report. */
function OfReport({ head }: { head: ReportHead }) {
  const noted = notesOf(head), notes = noted.value, setNotes = (n: Notes) => { noted.value = n }
  const form = useGet('/forms/{name}', { at: { name: head.form } }).data, wanted = useRef<(at: string) => void>(() => {}), [at, setAt] = useState<string>()
  const goTo = (key: string) => { setAt(undefined); wanted.current(key) }
  return <Show of={useGet('/reports/{id}', { at: { id: head.id } })} rows={8}>{r => {
    const sheet = r.sheets.find(s => s.name === search.value.get(PART)) ?? r.sheets[0]
    const mark = (key: string) => { if (figureAt(r, key) !== undefined) { setAt(key); if (!notes.has(key)) setNotes(new Map(notes).set(key, '')) } }
    return <>
      <Again r={r} /><Checks r={r} form={form} goTo={goTo} />
      <p><a href={reportAddress(r.form, r.unit, r.period)}>{tell('inbox.whole')}</a></p>
      {notes.size > 0 && <><h3>{tell('decide.cells')}</h3><CellNotes {...{ r, form, notes, setNotes, at }} onEnter={goTo} /></>}
      {sheet && <FormBox {...{ r, form, sheet, changed: unchanged, wanted }} marked={notes} onPress={mark}
        onPart={name => setSearch({ [PART]: name === r.sheets[0]?.name ? undefined : name })} />}
    </>
  }}</Show>
}

const unchanged = new Map<string, number | null>()

const Pairs = ({ of }: { of: [string, ComponentChildren][] }) => (
  <dl>{of.filter(([, v]) => v).map(([label, v]) => <div key={label}><dt>{label}</dt><dd>{v}</dd></div>)}</dl>)

const OfExport = ({ x }: { x: Export }) => <>
  <Pairs of={[[tell('exp.who'), x.asked_by], [tell('exp.of'), x.class
    ? tell('exp.class', { name: titleFor('class', x.class) ?? '…', unit: x.unit_name }) : x.unit_name], [tell('exp.purpose'), x.purpose],
    [tell('exp.persons'), number(x.persons)], [tell('exp.taken'), x.taken && number(x.taken)],
    [tell('exp.year'), showYear(x.school_year)]]} />
  <p><To href="/xuat">{tell('exp.all')}</To></p></>

const OfTransfer = ({ x }: { x: Transfer }) => <>
  <Pairs of={[[tell('tra.who'), x.name && <>{x.name} <code>{x.person}</code></>], [tell('tra.born'), x.birth_date && showDate(x.birth_date)],
    [tell('tra.grade'), x.grade && gradeName(x.grade)], [tell('tra.from'), x.from.name],
    [tell('tra.to'), x.to.name], [tell('tra.day'), showDate(x.day)], [tell('tra.reason'), x.reason],
    [tell('tra.release'), x.release_at && moment(x.release_at)]]} />
  <p><To href="/chuyen-truong">{tell('tra.all')}</To></p></>

type Act = (f: () => Promise<unknown>) => Promise<void>
type AskedProps = { x: Wait; answer: Answer; onClose: () => void; act: Act }

export function Asked({ x, answer, onClose, act }: AskedProps) {
  if (answer === 'no') {
    const notes: Notes = x.kind === 'report' ? notesOf(x.of).value : new Map()
    const refuse = (reason: string): Promise<unknown> => x.kind === 'report'
      ? giveBack(x.of, reason, notes)
      : x.kind === 'export' ? api('POST', '/exports/{id}/refuse', { at: { id: x.of.id }, body: { reason } })
      : api('POST', '/transfers/{transfer}/refuse', { at: { transfer: x.of.code }, body: { note: reason } })
    const back = x.kind === 'report'
    return <WithReason of={x.kind === 'report' ? reasonKey(x.of) : 'refuse ' + x.key} title={tell(back ? 'decide.return' : 'inbox.refuse')}
      label={tell(back ? 'decide.why' : 'inbox.refuse.why')}
      about={back && <p class="quiet">{notes.size > 0 ? tell('inbox.cells', { n: number(notes.size) }) : tell('inbox.cells.none')}</p>}
      lack={back ? noteLack(notes) : undefined} go={tell(back ? 'do.return' : 'inbox.refuse')} onClose={onClose} onGo={reason => act(() => refuse(reason))} />
  }
  if (x.kind === 'report') return <AcceptReport head={x.of} onClose={onClose} act={act} />
  return x.kind === 'export' ? <Approve x={x.of} onClose={onClose} act={act} /> : <Agree x={x.of} onClose={onClose} act={act} />
}

/* With what was warned of: that comes with the report that is open beside it. */
function AcceptReport({ head, onClose, act }: { head: ReportHead; onClose: () => void; act: Act }) {
  const r = useGet('/reports/{id}', { at: { id: head.id } }).data
  return r ? <Accept r={r as Report} onClose={onClose} act={act} /> : null
}

function Approve({ x, onClose, act }: { x: Export; onClose: () => void; act: Act }) {
  const { sending, problem, send } = useSending(), called = useCalled()
  const go = () => send(() => act(() => api('POST', '/exports/{id}/approve', { at: { id: x.id } })))
  return (
    <Dialog title={tell('inbox.approve.title')} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{tell('inbox.approve')}</button>}>
      <p><strong>{called.sheet(x.sheet)}</strong></p><p>{tell('inbox.approve.sure', { who: x.asked_by ?? '' })}</p><Refused text={problem} />
    </Dialog>
  )
}

/* As on the page of transfers: whoever takes a pupil in says into which class. */
const Agree = later(() => import('../move.ts').then(m => m.dressed().then(() => m.Agree)))
