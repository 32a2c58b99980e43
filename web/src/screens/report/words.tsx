/* words.tsx - what is said above the table: whose it is, how far, why it came back, what no longer fits. */
import { may, own } from '../../app/session.ts'
import { showPeriod } from '../../data/notice.ts'
import type { FormLayout, Report } from '../../data/types.gen.ts'
import { moment, number, say } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { cellKey } from './cells.ts'
import { placeWords } from './heads.ts'
import { cameBack, Step, timesOf } from './state.tsx'

export const Head = ({ r, form }: { r: Report; form?: FormLayout }) => (
  <header class="report-head">
    <h1>{r.official} <span class="count">{showPeriod(r.period)}</span> <Step state={r.state} /></h1>
    <p><strong>{r.unit_name}</strong>{form && <span class="quiet"> · {say(form.label)}</span>}</p>
    <p class="quiet">{[...(r.edition > 1 ? [tell('page.edition', { n: r.edition })] : []), ...timesOf(r),
      ...(r.units > 1 ? [tell('page.units', { n: number(r.units) })] : [])].join(' · ')}
      {r.state === 'draft' && r.unit === own.value.code && !may('report', 'submit') && <> · {tell('page.head')}</>}</p>
  </header>
)

export const Why = ({ r }: { r: Report }) => (!cameBack(r) || !r.note ? null : (
  <div class="bar-note came-back" role="note"><Icon name="alert" /><span><strong>{tell('page.returned.why', { note: r.note })}</strong>{' '}
    {r.unit === own.value.code && tell('page.returned.how')}</span></div>
))

/* To whoever decides: it has been here before. */
export const Again = ({ r }: { r: Report }) => (!r.returned ? null : (
  <p class="bar-note"><Icon name="alert" /><span>{tell('page.again', { at: moment(r.returned.at), note: r.returned.note })}{' '}
    {r.returned.remarks > 0 && tell('page.again.cells', { n: number(r.returned.remarks) })}{' '}
    {r.returned.changed > 0 ? tell('page.again.changed', { n: number(r.returned.changed) }) : tell('page.again.same')}</span></p>
))

/* Records are others than when they were counted: a warning to whoever sends it, no more. */
export const Changed = ({ r }: { r: Report }) => (r.changed === 0 || r.unit !== own.value.code ? null : (
  <p class="bar-note"><Icon name="alert" />{tell('changed', { n: number(r.changed) })}</p>
))

export const Stale = ({ r }: { r: Report }) => (r.stale.length === 0 ? null : (
  <div class="bar-note"><Icon name="alert" /><div><strong>{tell('stale.title')}</strong>
    <ul class="plainlist">{r.stale.map(x => <li key={x.unit + x.why}>{x.message}</li>)}</ul></div></div>
))

/* Each leads to its cell, as long as the form has it. */
export const Remarks = ({ r, form, goTo }: { r: Report; form?: FormLayout; goTo: (at: string) => void }) => (r.remarks.length === 0 ? null : (
  <section class="card remarks"><h2>{tell('remarks.title', { n: number(r.remarks.length) })}</h2><ul class="todo">{r.remarks.map(x => {
    const at = cellKey(x.row, x.column), face = <><span class="dot error" /><span>{tell('cell.at', placeWords(r, form, at))}: {x.note}</span></>
    return <li key={at}>{x.sheet ? <button type="button" class="line" onClick={() => goTo(at)}>{face}</button> : <span class="line">{face}</span>}</li>
  })}</ul></section>
))
