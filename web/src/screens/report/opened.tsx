/* opened.tsx - a report that is open: its table with what stands beside it, and the one thing that is being done to it. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { setSearch, search } from '../../app/router.ts'
import { may, own } from '../../app/session.ts'
import { api, type Problem } from '../../data/api.ts'
import type { FormLayout, Report } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { usePrintKey } from '../../ui/keys.ts'
import { useSending } from '../../ui/sending.tsx'
import { Actions, type Doing } from './actions.tsx'
import { changedSince, figureAt, placeOf, rowIn, sheetWith } from './cells.ts'
import { Checks } from './checks.tsx'
import { Accept, notesOf, Reopen, Return, type Act, type Notes } from './decide.tsx'
import { FormBox, PART } from './box.tsx'
import { columnWords, placeWords } from './heads.ts'
import { MissingUnits } from './missing.tsx'
import { useReportPaper } from './print.tsx'
import { Records } from './records.tsx'
import { Send } from './send.tsx'
import { forgetReports } from './state.tsx'
import { Again, Changed, Head, Remarks, Stale, Why } from './words.tsx'

type Props = { r: Report; form?: FormLayout }

export function Opened({ r, form }: Props) {
  const [doing, setDoing] = useState<Doing>(), [at, setAt] = useState<string>()
  const [before, setBefore] = useState<Report>(), [said, setSaid] = useState<string>(), { sending, problem, send } = useSending()
  /* Decided in another window meanwhile, what is being written stays. */
  const begun = useRef(r)
  if (doing !== 'return') begun.current = r
  const noted = notesOf(begun.current), notes = noted.value, setNotes = (n: Notes) => { noted.value = n }
  const wanted = useRef<(at: string) => void>(() => {})
  const changed = useMemo(() => changedSince(r, before), [r, before])
  const sheet = r.sheets.find(s => s.name === search.value.get(PART)) ?? r.sheets[0]
  const misses = r.unit === own.value.code && r.missing.length > 0
  const goTo = (key: string) => wanted.current(key)
  const onPaper = useReportPaper({ r, form }), print = () => void onPaper()
  usePrintKey(print)
  const done = async (words: string) => { await forgetReports(); setDoing(undefined); setAt(undefined); setSaid(words) }
  /* Sent or taken in in another window: said, and seen. */
  const compute = () => send(async () => {
    const now = await api('POST', '/reports', { body: { form: r.form, unit: r.unit, period: r.period } })
      .catch(async x => { if ((x as Problem).key === 'report.frozen') await forgetReports(); throw x }) as Report
    const n = changedSince(now, r).size
    setBefore(r)
    await done(n ? tell('done.changed', { n: number(n) }) : tell('done.same'))
  })
  const act = (words: string): Act => async f => { await f(); await done(words) }
  const press = (key: string) => {
    if (doing === 'return') { if (figureAt(r, key) !== undefined) { if (!notes.has(key)) setNotes(new Map(notes).set(key, '')); setAt(key) } }
    else if (typeof figureAt(r, key) === 'number') { keepCell(key); setAt(key); setDoing('records') }
  }
  const close = () => { keepCell(); setDoing(undefined); setAt(undefined) }
  /* From the record of somebody who was counted one comes back to whom else. */
  useEffect(() => {
    const key = cellKept()
    if (!key || typeof figureAt(r, key) !== 'number') return
    goTo(key)
    setAt(key)
    setDoing('records')
  }, [])
  return <>
    <Head r={r} form={form} />
    <Actions r={r} sending={sending} problem={problem} onDo={x => { setAt(undefined); setDoing(x) }} onCompute={() => void compute()} onPrint={print} />
    <p class="said" role="status">{said}</p>
    <Why r={r} /><Again r={r} /><Changed r={r} /><Stale r={r} /><Remarks r={r} form={form} goTo={goTo} />
    {misses && <p class="bar-note"><Icon name="alert" />{tell('missing.title', { n: number(r.missing.length) })}
      <button type="button" class="link" onClick={() => document.querySelector('.missing-units')?.scrollIntoView()}>{tell('missing.look')}</button></p>}
    {sheet && <FormBox {...{ r, form, sheet, changed, wanted }} marked={doing === 'return' ? notes : undefined} onPress={press}
      onPart={name => setSearch({ [PART]: name === r.sheets[0]?.name ? undefined : name })} />}
    {misses && <MissingUnits r={r} />}
    {doing === 'records' && at && <Panel title={tell('cell.at', placeWords(r, form, at))} of={at} onClose={close}>
      <Records key={at} r={r} at={at} words={aboutCell(r, form, at)} /></Panel>}
    {doing === 'checks' && <Panel title={tell('check.title')} of="checks" onClose={close}><Checks r={r} form={form} goTo={goTo} /></Panel>}
    {doing === 'return' && may('report', 'accept') && <Panel title={tell('decide.return')} of="return" onClose={close}>
      <Return r={begun.current} now={r} form={form} notes={notes} setNotes={setNotes} at={at} onClose={close} act={act(tell('done.returned'))} /></Panel>}
    {doing === 'send' && <Send r={r} goTo={goTo} onClose={close} onDone={() => done(tell('done.sent'))} />}
    {doing === 'accept' && <Accept r={r} onClose={close} act={act(tell('done.accepted'))} />}
    {doing === 'reopen' && <Reopen r={r} onClose={close} act={act(tell('done.reopened'))} />}
  </>
}

/* The cell that is looked behind stands in this entry of the history. */
const keepCell = (cell?: string) => history.replaceState(cell ? { cell } : null, '')
const cellKept = () => (history.state as { cell?: string } | null)?.cell

/* "Tổng quy mô · Công lập, Nữ: 164" */
function aboutCell(r: Report, form: FormLayout | undefined, at: string): string {
  const { row, column } = placeOf(at), sheet = sheetWith(r, row), part = form?.sheets.find(s => s.name === sheet?.name)
  return `${rowIn(r, row)?.label ?? ''} · ${sheet ? columnWords(part, sheet, column) : column}: ${number(figureAt(r, at) ?? 0)}`
}
