/* called.ts - how what waits is called: by form and school, by sheet, by whom it is about. */
import { session } from '../../app/session.ts'
import { showPeriod } from '../../data/notice.ts'
import { useGet } from '../../data/use.ts'
import { tell } from '../../text/report.ts'
import type { Transfer } from '../../data/types.gen.ts'
import { useSheetName } from '../sheets.tsx'
import type { Wait } from './waiting.ts'

export type Called = { form: (name: string) => string; sheet: (name: string) => string }

export function useCalled(): Called {
  const forms = useGet('/forms').data?.items
  return { form: name => forms?.find(f => f.name === name)?.official ?? name, sheet: useSheetName() }
}

/* Whose name is not for this side to know is their code. */
const personOf = (x: Transfer) => x.name ?? x.person ?? x.code

export function nameOf(x: Wait, called: Called): string {
  switch (x.kind) {
    case 'report': return `${x.of.unit_name} · ${called.form(x.of.form)}, ${showPeriod(x.of.period)}`
    case 'export': return (x.of.unit === session.value.unit.code ? '' : x.of.unit_name + ' · ') +
      tell('exp.what', { sheet: called.sheet(x.of.sheet).toLowerCase() })
    case 'transfer': return tell(comes(x.of) ? 'tra.come' : 'tra.go', { person: personOf(x.of) })
  }
}

/* Offered by the school they leave. */
export const comes = (x: Transfer) => x.started_by === 'from'
