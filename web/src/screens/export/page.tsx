/* page.tsx - files out: asking for one, and the log of all that were asked for. */
import { useState } from 'preact/hooks'
import { may, unit } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Export } from '../../data/types.gen.ts'
import { t } from '../../text/index.ts'
import { tell } from '../../text/export.ts'
import { Icon } from '../../ui/icon.tsx'
import { later } from '../../ui/later.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { wear } from '../../ui/style.ts'
import { No } from '../no.tsx'
import { mayUse } from '../sheets.tsx'
import { Ask } from './ask.tsx'
import { ExportLine } from './line.tsx'

declare const IMPORT_STYLE: string

/* For whoever approves; it takes files as an import does. */
const Trace = later(() => Promise.all([import('./trace.tsx'), wear(IMPORT_STYLE)]).then(([m]) => m.Trace))

export function Exports() {
  const [asked, setAsked] = useState<Export>(), path = `/exports${query({ unit: unit.value.code, limit: 20 })}`
  const list = usePages<Export>(path)
  return (
    <section class="page list">
      <header class="head"><h1><No at="/xuat" />{tell('exp.title')}</h1></header>
      {mayUse('export') && <Ask key={unit.value.code} onAsked={setAsked} />}
      {asked && <p class="bar-note good" role="status"><Icon name="check" />{tell(asked.state === 'waiting_approval' ? 'exp.asked.waits' : 'exp.asked')}</p>}
      <h2>{tell(may('export', 'approve') ? 'exp.log' : 'exp.mine')}</h2>
      <Show of={list.first} rows={4} right={['export', 'read']}>{() => list.items.length === 0 ? <Empty text={tell('exp.none')} /> : (
        <div class="table main-table slim files-out" tabIndex={0} role="region" aria-label={tell('exp.log')}><table>
          <thead><tr><th scope="col" class="first">{tell('exp.what')}</th><th scope="col">{tell('exp.who')}</th><th scope="col">{tell('exp.purpose')}</th>
            <th scope="col">{tell('exp.persons')}</th><th scope="col">{tell('exp.state')}</th><th scope="col">{tell('exp.approved')}</th>
            <th scope="col">{tell('exp.fetched')}</th><td /></tr></thead>
          <tbody>{list.items.map(x => <ExportLine key={x.id} x={x} />)}</tbody></table></div>)}</Show>
      {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('state.more')}</button></p>}
      {may('export', 'approve') && <Trace key={unit.value.code} />}
    </section>
  )
}
