/* recognised.tsx - what each file was taken for: template, year, classes, columns; and what only somebody of the school can say of it. */
import type { ImportFile, ImportSummary } from '../../data/types.gen.ts'
import { number, say, showYear, t } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { Icon } from '../../ui/icon.tsx'
import { later, waiting } from '../../ui/later.tsx'
import { Refused } from '../../ui/sending.tsx'
import { Ask, usualAnswer, useSheetName, useSheets } from '../sheets.tsx'
import { answer, yearOpen, type Answer, type Answers } from './answers.tsx'

const Columns = later(() => import('./columns.tsx').then(m => m.Columns), waiting)

/* "Danh sách học sinh · 2025–26" of each, for the step that is folded. */
export function useRecognisedLine(files: ImportFile[]): string {
  const name = useSheetName(), lineOf = (s: ImportSummary) => `${name(s.sheet, s.sheet_label)} · ${showYear(s.school_year)}`
  return files.map(f => (f.summary ? lineOf(f.summary) : tell('read.no', { name: f.name ?? '' }))).join('; ')
}

export const Recognised = ({ files, answers, may }: { files: ImportFile[]; answers: Answers; may: boolean }) => <>
  {files.map((f, i) => <File key={i} f={f} a={answers.value[i] ?? {}} may={may} several={files.length > 1} set={more => answer(answers, i, more)} />)}</>

type Props = { f: ImportFile; a: Answer; may: boolean; several: boolean; set: (more: Answer) => void }

function File({ f, a, may, several, set }: Props) {
  const s = f.summary, sheet = a.sheet ?? s?.sheet ?? f.sheet ?? '', name = useSheetName()
  if (a.left_out)
    return <article class="read-file"><p class="quiet"><s>{f.name}</s> {tell('read.leftout')}
      <button type="button" class="link" onClick={() => set({ left_out: undefined })}>{tell('read.back')}</button></p></article>
  return (
    <article class="read-file" aria-label={f.name ?? ''}>
      <header><Icon name="files" /><h3>{f.name}</h3>{several && may && <button type="button" class="link"
        onClick={() => set({ left_out: true })}>{tell('read.leave')}<span class="hidden"> {f.name}</span></button>}</header>
      {!s && f.key !== 'import.ask' && <Refused text={f.detail ?? ''} />}
      {s && <p class="read-what"><strong>{name(s.sheet, s.sheet_label)}</strong> · {tell('read.year', { year: showYear(s.school_year) })}
        {s.classes.length > 0 && <> · {tell('read.classes', { classes: s.classes.join(', ') })}</>} · {tell('read.rows', { n: number(s.rows) })}</p>}
      {s && may && <Year s={s} open={yearOpen(f, a)} a={a} set={set} />}
      <Questions f={f} a={a} sheet={sheet} may={may} set={set} />
      {s && !a.sheet && <Columns s={s} a={a} may={may} set={set} />}
    </article>
  )
}

/* The file says another year than the one it was sent for. */
function Year({ s, open, a, set }: { s: ImportSummary; open: boolean; a: Answer; set: (more: Answer) => void }) {
  if (!s.year_doubtful || !s.year_seen) return null
  const seen = s.year_seen, chosen = a.year ? seen : a.sure ? s.school_year : undefined
  return (
    <fieldset class="choice read-year"><legend>{open && <Icon name="alert" />}
      {tell('year.ask', { seen: showYear(seen), year: showYear(s.school_year) })}</legend>
      <label><input type="radio" name={'year' + s.sheet} checked={chosen === seen} onChange={() => set({ year: seen, sure: undefined })} />
        <span>{t('app.year')} {showYear(seen)}</span></label>
      <label><input type="radio" name={'year' + s.sheet} checked={chosen === s.school_year} onChange={() => set({ year: undefined, sure: true })} />
        <span>{tell('year.kept', { year: showYear(s.school_year) })}</span></label></fieldset>
  )
}

/* What the template asks, and which other template it may be. */
function Questions({ f, a, sheet, may, set }: Omit<Props, 'several'> & { sheet: string }) {
  const sheets = useSheets().data, known = sheets?.find(x => x.name === sheet), told = f.summary?.asks ?? []
  const valueOf = (name: string, usual: string) => a.asks?.[name] ?? (a.sheet ? usual : told.find(x => x.name === name)?.value ?? usual)
  const lacks = f.key === 'import.ask' && <p class="problem"><Icon name="alert" />
    {tell('read.ask', { sheet: known ? say(known.label) : f.sheet_label ?? '', what: known?.asks.map(x => x.label).join(', ') ?? '…' })}</p>
  if (!may) return lacks || (told.length ? <p class="read-what">{told.map(x => `${x.label}: ${x.text ?? ''}`).join(' · ')}</p> : null)
  if (!f.summary && !/^(import|sheet)\./.test(f.key ?? '')) return null // not even a table
  return (
    <div class="row read-asks">
      {lacks}
      {known?.asks.map(x => <Ask key={known.name + x.name} ask={x} value={valueOf(x.name, usualAnswer(x))}
        onChange={v => set({ asks: { ...a.asks, [x.name]: v } })} />)}
      <label class="stack">{tell('imp.sheet')}<select value={sheet} onChange={e => set({ sheet: e.currentTarget.value, asks: undefined, mapping: undefined })}>
        {!sheet && <option value="">–</option>}{sheets?.map(x => <option key={x.name} value={x.name}>{say(x.label)}</option>)}</select></label>
    </div>
  )
}
