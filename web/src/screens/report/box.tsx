/* box.tsx - a part of the form in a box of its own, in which one walks by the arrows; what is said of the cell one stands on is below it. */
import { signal, type Signal } from '@preact/signals'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { RefObject } from 'preact'
import { query } from '../../data/api.ts'
import type { FormLayout, FormSheet, Report, ReportSheet } from '../../data/types.gen.ts'
import { path, search, setSearch } from '../../app/router.ts'
import { language, number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { later, waiting } from '../../ui/later.tsx'
import { cellKey, figureAt, placeOf, rowIn, sheetWith } from './cells.ts'
import { isWarning } from './checks.tsx'
import { focusCell, useCursor, useMarks, type Mark } from './cursor.ts'
import { groupsOf } from './groups.ts'
import { aboutPart, columnName, columnWords, partWords, placeWords } from './heads.ts'
import { boxOf, Covered, FormTable } from './table.tsx'

export const PART = 'phan', PICTURE = 'hinh' // in the address; the second is the column that is drawn

const Drawn = later(() => import('../charts.ts').then(m => m.dressed().then(() => m.Drawn)), waiting)

type Props = {
  r: Report; form?: FormLayout; sheet: ReportSheet; changed: Map<string, number | null>; marked?: Map<string, string>
  wanted: RefObject<(at: string) => void>; onPress: (at: string) => void; onPart: (name: string) => void
}

export function FormBox({ r, form, sheet, changed, marked, wanted, onPress, onPart }: Props) {
  const box = useRef<HTMLDivElement>(null), at = useMemo(() => signal<string | undefined>(undefined), []), left = useRef<string>(undefined)
  const part = form?.sheets.find(s => s.name === sheet.name), tongue = language.value, [drawn, setDrawn] = useState(0)
  const table = useMemo(() => <FormTable key={sheet.name} sheet={sheet} form={part} opens onDrawn={() => setDrawn(n => n + 1)} />, [sheet, part, tongue])
  const marks = useMemo(() => marksOf(r, changed, marked), [r, changed, marked])
  const wrong = new Set([...marks].filter(([, m]) => m.some(x => x !== 'changed')).map(([key]) => placeOf(key).row))
  const chosen = search.value.get(PICTURE), picture = marked || chosen === null ? undefined : sheet.columns.includes(chosen) ? chosen : sheet.columns[0]
  useCursor(box, drawn, { stand: x => { at.value = x }, press: onPress })
  useMarks(box, drawn, marks)
  wanted.current = key => {
    const there = sheetWith(r, placeOf(key).row)
    if (there && there.name !== sheet.name) { left.current = key; onPart(there.name) } else if (picture || !focusCell(box.current, key)) left.current = key
    if (picture) setSearch({ [PICTURE]: undefined })
  }
  useLayoutEffect(() => { if (left.current && !picture && focusCell(box.current, left.current)) left.current = undefined }, [drawn, picture])
  return <>
    {r.sheets.length > 1 && <nav class="tabs" aria-label={tell('page.parts')}>{r.sheets.map((s, i) => (
      <a key={s.name} href={path.value + query({ [PART]: i === 0 ? undefined : s.name, [PICTURE]: picture })} aria-current={s === sheet ? 'page' : undefined}>
        <Part form={form?.sheets.find(x => x.name === s.name)} sheet={s} /><Wrong n={s.rows.filter(x => x.code && wrong.has(x.code)).length} /></a>))}</nav>}
    {!marked && <p class="table-or-picture"><button type="button" class="button" aria-pressed={picture !== undefined}
      onClick={() => setSearch({ [PICTURE]: picture ? undefined : sheet.columns[0] })}><Icon name={picture ? 'columns' : 'reports'} />
      {tell(picture ? 'page.table' : 'page.picture')}</button></p>}
    {picture && <Drawn title={partWords(part, sheet)} groups={groupsOf(sheet, picture)} column={picture}
      columns={sheet.columns.map(c => [c, columnWords(part, sheet, c), columnName(part, sheet, c)] as const)} onColumn={c => setSearch({ [PICTURE]: c })} />}
    <Covered sheet={sheet} />
    <div hidden={picture !== undefined} class={boxOf(sheet) + (marked ? ' marking' : '')} ref={box} role="region"
      aria-label={`${r.official}, ${partWords(part, sheet)}`}>{table}</div>
    {!picture && <Told at={at} {...{ r, form, changed, marking: marked !== undefined }} />}
  </>
}

/* Where there is little room what it is about is cut (report.css). */
function Part({ form, sheet }: { form?: FormSheet; sheet: ReportSheet }) {
  const about = aboutPart(form, sheet)
  return <>{tell('page.part', { name: sheet.name })}{about && <span class="about-part" title={about}>: {about}</span>}</>
}

const Wrong = ({ n }: { n: number }) => (n > 0 ? <b class="badge-in">{n}</b> : null)

function marksOf(r: Report, changed: Map<string, number | null>, marked: Map<string, string> | undefined): Map<string, Mark[]> {
  const marks = new Map<string, Mark[]>(), add = (key: string, mark: Mark) => { marks.set(key, [...marks.get(key) ?? [], mark]) }
  for (const key of changed.keys()) add(key, 'changed')
  for (const x of r.checks) for (const c of x.cells.slice(0, 1)) add(cellKey(c.row, c.column), isWarning(x) ? 'doubt' : 'bad')
  for (const x of r.remarks) add(cellKey(x.row, x.column), 'remark')
  for (const key of marked?.keys() ?? []) add(key, 'remark')
  return marks
}

type ToldProps = { at: Signal<string | undefined>; r: Report; form?: FormLayout; changed: Map<string, number | null>; marking: boolean }

/* Of the cell one stands on; the only thing that a key draws anew. */
function Told({ at, r, form, changed, marking }: ToldProps) {
  const how = tell(marking ? 'cell.mark.how' : 'cell.how')
  if (!at.value) return <p class="form-told quiet">{how}</p>
  const { row, column } = placeOf(at.value), sheet = sheetWith(r, row), line = rowIn(r, row), n = figureAt(r, at.value), was = changed.get(at.value)
  if (!sheet || !line) return <p class="form-told quiet">{how}</p>
  const part = form?.sheets.find(s => s.name === sheet.name)
  const what = line.no_source ? tell('cell.unknown', { why: line.no_source })
    : line.covered?.includes(column) ? tell('cell.covered') : typeof n === 'number' ? number(n) : tell('cell.closed')
  const said = [
    ...r.remarks.filter(x => x.row === row && x.column === column).map(x => tell('cell.remark', { note: x.note })),
    ...r.checks.filter(x => x.cells[0]?.row === row && x.cells[0].column === column).map(x => x.message),
    ...(was !== undefined && was !== null ? [tell('cell.was', { n: number(was) })] : []),
  ]
  return (
    <p class="form-told"><span><strong>{tell('cell.at', placeWords(r, form, at.value))}</strong> ({columnWords(part, sheet, column)}): {what}
      {said.length > 0 && <span class="problem warning"> {said.join(' ')}</span>}</span> <span class="quiet how">{how}</span></p>
  )
}
