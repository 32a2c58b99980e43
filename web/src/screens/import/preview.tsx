/* preview.tsx - what the files would do: figures, and behind them what would change, what is wrong and who is not in the file. */
import { useState } from 'preact/hooks'
import type { ComponentChild } from 'preact'
import type { ImportFile, ImportSummary } from '../../data/types.gen.ts'
import { number } from '../../text/index.ts'
import { tell, type ImportKey } from '../../text/import.ts'
import { Changes, Missing } from './changes.tsx'
import { ErrorFile } from './errorfile.tsx'
import { Faults } from './faults.tsx'

type Behind = 'changes' | 'faults' | 'warnings' | 'missing'
type Figure = { key: ImportKey; n: number; of?: Behind; kind?: string }

const figuresOf = (s: ImportSummary): Figure[] => [
  { key: 'fig.created', n: s.created, kind: 'good' }, { key: 'fig.enrolled', n: s.enrolled, kind: 'good' },
  { key: 'fig.classes', n: s.classes_created, kind: 'good' },
  { key: 'fig.moved', n: s.moved, of: 'changes' }, { key: 'fig.changed', n: s.changed, of: 'changes' }, { key: 'fig.unchanged', n: s.unchanged },
  { key: 'fig.refused', n: s.refused, of: 'faults', kind: 'bad' }, { key: 'fig.warnings', n: s.warnings, of: 'warnings', kind: 'warn' },
  { key: 'fig.missing', n: s.missing, of: 'missing' },
]
/* Said even where there is none. */
const always: ImportKey[] = ['fig.created', 'fig.changed', 'fig.refused']

/* "4.712 hồ sơ mới · 288 dòng lỗi, bị bỏ", for the step that is folded. */
export function previewLine(files: ImportFile[]): string {
  const all = new Map<ImportKey, number>()
  for (const f of files) for (const x of f.summary ? figuresOf(f.summary) : []) all.set(x.key, (all.get(x.key) ?? 0) + x.n)
  return [...all].filter(([key, n]) => n > 0 && key !== 'fig.warnings').map(([key, n]) => `${number(n)} ${tell(key)}`).join(' · ')
}

/* kept: what was sent is still on the server. */
export function Preview({ id, files, kept }: { id: string; files: ImportFile[]; kept: boolean }) {
  const readable = files.flatMap((f, at) => (f.summary ? [{ at, name: f.name ?? '', s: f.summary }] : [])), [chosen, setChosen] = useState(readable[0]?.at)
  const shown = readable.find(x => x.at === chosen)
  return <>
    {readable.length > 1 && <div class="file-choice" role="group" aria-label={tell('pre.file')}>{readable.map(x => (
      <button key={x.at} type="button" class="chip" aria-pressed={x.at === chosen} onClick={() => setChosen(x.at)}>{x.name}</button>))}</div>}
    {shown && <OfFile key={shown.at} s={shown.s} errors={kept && shown.s.refused > 0 && <ErrorFile id={id} at={shown.at} />} />}
  </>
}

function OfFile({ s, errors }: { s: ImportSummary; errors: ComponentChild }) {
  const figures = figuresOf(s).filter(f => f.n > 0 || always.includes(f.key)),
    first = figures.find(f => f.n > 0 && f.kind === 'bad') ?? figures.find(f => f.n > 0 && f.of)
  const [behind, setBehind] = useState<Behind | undefined>(first?.of ?? (s.errors > 0 ? 'faults' : undefined))
  return <>
    <div class="figures">{figures.map(f => <Tile key={f.key} f={f} pressed={f.of === behind} press={setBehind} />)}</div>
    {errors}
    {behind === 'changes' && <Changes s={s} />}
    {(behind === 'faults' || behind === 'warnings') && <Faults key={behind} s={s} warnings={behind === 'warnings'} />}
    {behind === 'missing' && <Missing s={s} />}
  </>
}

function Tile({ f, pressed, press }: { f: Figure; pressed: boolean; press: (of: Behind) => void }) {
  const { of } = f, face = <><b>{number(f.n)}</b><span>{tell(f.key)}</span></>, kind = 'figure' + (f.kind && f.n > 0 ? ' ' + f.kind : '')
  return of && f.n > 0 ? <button type="button" class={kind} aria-pressed={pressed} onClick={() => press(of)}>{face}</button> : <div class={kind}>{face}</div>
}
