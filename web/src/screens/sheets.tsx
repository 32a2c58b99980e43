/* sheets.tsx - the Excel templates that a unit may use, and what a template asks beside its rows. */
import { may, unit, year } from '../app/session.ts'
import { query } from '../data/api.ts'
import type { Sheet, SheetAsk } from '../data/types.gen.ts'
import { useGet, type Answer } from '../data/use.ts'
import { isOfUnit, listOf, nameIn } from '../record/known.ts'
import { readDate, say, showDate, t } from '../text/index.ts'

/* The register of schools is taken in and out by the office that keeps it, everything else by the school. */
export const mayUse = (module: 'import' | 'export') => (unit.value.kind === 'school' ? may(module, 'write') : may('network', 'write'))

export function useSheets(): Answer<Sheet[]> {
  const told = useGet('/sheets'), school = unit.value.kind === 'school'
  const mine = (s: Sheet) => s.register !== school && isOfUnit({ code: s.name, name: s.name, levels: s.levels ?? undefined })
  return { ...told, data: told.data?.items.filter(mine) }
}

/* What a template is called, wherever it is told of: told, where there is no such one any more. */
export function useSheetName(): (name: string | null | undefined, told?: string | null) => string {
  const all = useGet('/sheets').data?.items
  return (name, told) => { const s = all?.find(x => x.name === name); return s ? say(s.label) : told ?? '…' }
}

/* Of several files each template once. */
export function SheetsOf({ files }: { files: { sheet?: string | null; sheet_label?: string | null }[] }) {
  const name = useSheetName()
  return <>{[...new Set(files.filter(f => f.sheet_label).map(f => name(f.sheet, f.sheet_label)))].join(', ')}</>
}

export const emptyAddress = (sheet: string) => `/api/v1/sheets/${sheet}.xlsx${query({ unit: unit.value.code, year: year.value })}`

export const hasClasses = (s: Sheet | undefined) => Boolean(s?.columns.some(c => c.field === 'class'))

/* What stands for an answer that nobody gave. */
export const usualAnswer = (ask: SheetAsk) => (ask.default === 'today' ? '' : ask.default ?? '')

type Props = { ask: SheetAsk; value: string; onChange: (v: string) => void }

export function Ask({ ask, value, onChange }: Props) {
  const items = ask.list ? listOf(ask.list)?.filter(isOfUnit) : undefined
  if (ask.list)
    return (
      <label class="stack">{ask.label}<select value={value} onChange={e => onChange(e.currentTarget.value)}>
        <option value="">–</option>{items?.map(x => <option key={x.code} value={x.code}>{nameIn(x)}</option>)}</select></label>
    )
  const isDate = ask.type === 'date', read = (typed: string) => (isDate && readDate(typed)) || typed.trim()
  const wrong = isDate && value !== '' && !/^\d{4}-/.test(value) // sent all the same: the server says what is wrong with it
  return (
    <label class="stack">{ask.label}<input key={ask.name} defaultValue={isDate && value ? showDate(value) : value} autocomplete="off" aria-invalid={wrong}
      placeholder={isDate ? t('form.date') : undefined} onInput={e => onChange(read(e.currentTarget.value))} /></label>
  )
}
