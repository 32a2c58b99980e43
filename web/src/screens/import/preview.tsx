/* preview.tsx - what the files would do: figures, and behind each the rows that are meant. */
import { useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import { search } from '../../app/router.ts'
import type { ImportFile, ImportSummary } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { Changes, People } from './changes.tsx'
import { ErrorFile } from './errorfile.tsx'
import { FIGURE } from '../became.ts'
import { Faults } from './faults.tsx'

const faces = {
  created: 'good', enrolled: 'good', classes_created: 'good', moved: '', changed: '', unchanged: '', repeated: '', refused: 'bad',
  warnings: 'warn', missing: '',
}
type Figure = keyof typeof faces
const all = Object.keys(faces) as Figure[]
/* Said even where there is none; shown without being asked for. */
const always: Figure[] = ['created', 'changed', 'refused'], pressing: Figure[] = ['refused', 'moved', 'changed', 'warnings', 'missing']

/* "4.712 hồ sơ mới · 288 dòng lỗi, bị bỏ", each with a way to its rows: for the step that is folded, and for what was written. */
export function previewLine(files: ImportFile[]) {
  const sum = (f: Figure) => files.reduce((n, x) => n + (x.summary?.[f] ?? 0), 0)
  return all.filter(f => sum(f) && f !== 'warnings').map((f, i) => <>{i > 0 && ' · '}<a href={`?${FIGURE}=${f}`}>{number(sum(f))} {tell(`fig.${f}`)}</a></>)
}

/* kept: what was sent is still on the server. */
export function Preview({ id, files, kept }: { id: string; files: ImportFile[]; kept: boolean }) {
  const asked = all.filter(f => search.value.get(FIGURE)?.split('-').includes(f))
  const readable = files.flatMap((f, at) => (f.summary ? [{ at, name: f.name ?? '', s: f.summary }] : []))
  const [chosen, setChosen] = useState((readable.find(x => asked.some(f => x.s[f])) ?? readable[0])?.at), shown = readable.find(x => x.at === chosen)
  return <>
    {readable.length > 1 && <div class="file-choice" role="group" aria-label={tell('pre.file')}>{readable.map(x => (
      <button key={x.at} type="button" class="chip" aria-pressed={x.at === chosen} onClick={() => setChosen(x.at)}>{x.name}</button>))}</div>}
    {shown && <OfFile key={shown.at} s={shown.s} asked={asked} errors={kept && shown.s.refused > 0 && <ErrorFile id={id} at={shown.at} />} />}
  </>
}

function OfFile({ s, asked, errors }: { s: ImportSummary; asked: Figure[]; errors: ComponentChild }) {
  /* What is wrong with a whole sheet is of no row. */
  const has = (f: Figure) => s[f] || (f === 'refused' && s.errors), [shown, show] = useState([...asked, ...pressing].find(has))
  return <>
    <div class="figures">{all.filter(f => s[f] || always.includes(f)).map(f => {
      const face = <><b>{number(s[f] ?? 0)}</b><span>{tell(`fig.${f}`)}</span></>, kind = 'figure ' + (has(f) && faces[f])
      return has(f) ? <button key={f} type="button" class={kind} aria-pressed={f === shown} onClick={() => show(f)}>{face}</button>
        : <div key={f} class={kind}>{face}</div>
    })}</div>
    {!!s.repeated && <p class="quiet">{tell('pre.repeated')}</p>}
    {errors}
    {shown && <Behind key={shown} s={s} of={shown} />}
  </>
}

function Behind({ s, of }: { s: ImportSummary; of: Figure }) {
  if (faces[of] && of !== 'created' && of !== 'enrolled') return <Faults s={s} of={of} />
  const rows = s.changes.filter(x => x.kind === of)
  return of === 'moved' || of === 'changed' ? <Changes s={s} rows={rows} whole={s[of] ?? 0} />
    : <People s={s} title={tell(`fig.${of}`)} whole={s[of] ?? 0} rows={of === 'missing' ? s.missing_entries : (s.entries ?? []).filter(x => x.kind === of)} />
}
