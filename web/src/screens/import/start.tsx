/* start.tsx - files are dropped or picked and sent to be tried; empty templates to fill in; what was taken in before. */
import { useState } from 'preact/hooks'
import { go, search } from '../../app/router.ts'
import { may, unit, year } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { Sheet } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { number, say, showYear } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { DropBox } from '../../ui/dropbox.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { later, waiting } from '../../ui/later.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, NoRight, Show } from '../../ui/state.tsx'
import { calledAt, No } from '../no.tsx'
import { emptyAddress, mayUse, useSheets } from '../sheets.tsx'
import { bytesOf, choose, MOST_BYTES, sizeWords, type Choice } from './files.ts'
import { Step } from './step.tsx'

const Past = later(() => import('./past.tsx').then(m => m.Past), waiting)

export function ImportStart() {
  const ofSchool = unit.value.kind === 'school'
  return (
    <section class="page list">
      <header class="head"><h1><No at="/nap" />{calledAt('/nap', tell('imp.title'))}</h1></header>
      {mayUse('import') ? <Step n={1} title={tell('step.files')} open><Send /></Step>
        : ofSchool || !may('import', 'read') ? <NoRight right={['import', 'write']} /> : <Empty text={tell('imp.school')} />}
      {(mayUse('import') || may('import', 'read')) && <Past />}
    </section>
  )
}

function Send() {
  const [choice, setChoice] = useState<Choice>({ good: [], bad: [] }), sheets = useSheets(), [sheet, setSheet] = useState(search.value.get('mau') ?? '')
  const { sending, problem, send } = useSending(), size = bytesOf(choice.good), over = size > MOST_BYTES
  const add = async (files: File[]) => { const next = await choose(choice.good, files); setChoice(next) }
  const start = () => send(async () => {
    const body = new FormData()
    body.set('year', String(year.value))
    body.set('unit', unit.value.code)
    if (sheet) body.set('sheet', sheet)
    for (const f of choice.good) body.append('file', f, f.name)
    const job = await api('POST', '/imports', { body })
    void forget('/imports')
    void forget('/jobs')
    go(`/nap/${job.id}`)
  })
  return <>
    <p class="quiet">{tell('imp.lead', { year: showYear(year.value), unit: unit.value.name })}</p>
    <DropBox words={tell('file.choose')} kinds={tell('file.kinds')} many add={files => void add(files)} />
    {choice.bad.map(x => <p key={x.name} class="problem" role="alert"><Icon name="alert" /><span><strong>{x.name}</strong>: {x.why}</span></p>)}
    {choice.good.length > 0 && <ul class="plainlist sent-files">{choice.good.map(f => (
      <li key={f.name}><Icon name="files" /><span>{f.name} <small>{sizeWords(f.size)}</small></span>
        <button type="button" class="button plain" onClick={() => setChoice({ ...choice, good: choice.good.filter(x => x !== f) })}><Icon name="x" />
          <span class="hidden">{tell('file.drop', { name: f.name })}</span></button></li>))}</ul>}
    {over && <p class="problem" role="alert"><Icon name="alert" />{tell('file.over', { size: sizeWords(size) })}</p>}
    <Refused text={problem} />
    <Show of={sheets} rows={2}>{all => <>
      <div class="row"><label class="stack">{tell('imp.sheet')}<select value={sheet} onChange={e => setSheet(e.currentTarget.value)}>
        <option value="">{tell('imp.sheet.auto')}</option>{all.map(s => <option key={s.name} value={s.name}>{say(s.label)}</option>)}</select></label>
        <Lacks words={choice.good.length ? '' : tell('imp.lack')} />
        <button type="button" class="button primary" disabled={sending || over || !choice.good.length} onClick={() => void start()}>
          {sending ? tell('imp.sending') : choice.good.length ? tell('imp.try', { n: number(choice.good.length) }) : tell('step.preview')}</button></div>
      <Templates all={all} />
    </>}</Show>
  </>
}

function Templates({ all }: { all: Sheet[] }) {
  if (!may('export', 'read')) return null
  return (
    <details class="templates"><summary>{tell('imp.templates')}</summary>
      <ul class="plainlist">{all.map(s => <li key={s.name}><a download href={emptyAddress(s.name)}><Icon name="down" />{say(s.label)}</a></li>)}</ul>
      <p class="quiet">{tell('imp.templates.how')}</p></details>
  )
}
