/* past.tsx - what was taken in before, the latest first: of a school everybody's who may be seen, of an office one's own. */
import { may, session, unit } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { JobLine } from '../../data/types.gen.ts'
import { moment, number, showYear, t } from '../../text/index.ts'
import { tell } from '../../text/import.ts'
import { Empty, Show } from '../../ui/state.tsx'
import { SheetsOf } from '../sheets.tsx'
import { becameOf, FIGURE, importAddress, namesOf } from '../became.ts'

const PAGE = 20, counted = [['created', '-enrolled'], ['changed', '-moved'], ['refused', '']] as const

export function Past() {
  const asked = may('import', 'read') ? `/imports${query({ unit: unit.value.code, limit: PAGE })}`
    : `/jobs${query({ kind: 'import', mine: true, limit: PAGE })}`
  const list = usePages<JobLine>(asked), rows = list.items.filter(j => !j.writer)
  return <>
    <h2 class="past">{tell('past.title')}</h2>
    <Show of={list.first} rows={4} right={['import', 'read']}>{() => rows.length === 0 ? <Empty text={tell('past.none')} /> : (
      <div class="table main-table slim" tabIndex={0} role="region" aria-label={tell('past.title')}><table>
        <thead><tr><th scope="col" class="first">{tell('step.files')}</th><th scope="col">{tell('past.when')}</th><th scope="col">{tell('past.who')}</th>
          <th scope="col">{t('form.year')}</th><th scope="col">{tell('past.became')}</th><th scope="col">{tell('past.rows')}</th></tr></thead>
        <tbody>{rows.map(j => <Line key={j.id} j={j} />)}</tbody></table></div>)}</Show>
    {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('state.more')}</button></p>}
  </>
}

function Line({ j }: { j: JobLine }) {
  const { words, kind } = becameOf(j), to = importAddress(j)
  const files = j.files ?? []
  return (
    <tr><th scope="row"><a href={to}>{namesOf(j)}</a>{files.some(f => f.sheet_label) && <small><SheetsOf files={files} /></small>}</th>
      <td data-label={tell('past.when')}>{moment(j.created_at)}</td>
      <td data-label={tell('past.who')}>{j.asked_by === session.value.username ? tell('past.me') : j.asked_by}</td>
      <td data-label={t('form.year')}>{j.school_year ? showYear(j.school_year) : ''}</td>
      <td data-label={tell('past.became')}><span class={'status' + kind}>{words}</span></td>
      <td data-label={tell('past.rows')}>{counted.map(([of, also]) => {
        const n = files.reduce((n, f) => n + f[of], 0)
        return n ? <a key={of} href={`${to}?${FIGURE}=${of}${also}`}>{number(n)} {tell(`fig.${of}`)}</a> : null
      })}</td>
    </tr>
  )
}
