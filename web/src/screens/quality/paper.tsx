/* paper.tsx - a list of what is missing on paper, and the order it stands in: by class, then as names are ordered in Vietnam. */
import { unit, year } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { Checklist, ChecklistItem } from '../../data/types.gen.ts'
import { Letterhead, printSheet, Signatures } from '../../record/paper.tsx'
import { number, showYear } from '../../text/index.ts'
import { tell as onPaper } from '../../text/paper.ts'
import { tell } from '../../text/quality.ts'
import { calledOf } from './lists.tsx'

const PAGE = 1000
export const lastOf = (path: string) => path.split('.').pop() ?? path

/* By the given name, which stands last. */
const order = new Intl.Collator('vi', { numeric: true })
const given = (x: ChecklistItem) => (x.title ?? '').split(' ').reverse().join(' ')

export const inClasses = (items: ChecklistItem[], only?: string): ChecklistItem[] => items.filter(x => !only || x.class === only)
  .sort((a, b) => order.compare(a.class ?? '', b.class ?? '') || order.compare(given(a), given(b)))

export async function printMissing(list: Checklist, only: string | undefined) {
  const rows: ChecklistItem[] = [], asked = { unit: unit.value.code, year: year.value, limit: PAGE }
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await api('GET', '/quality/checklists/{name}', { at: { name: list.name }, query: { ...asked, cursor } })
    rows.push(...page.items)
    cursor = page.cursor ?? null
  }
  await printSheet(<Sheet list={list} rows={inClasses(rows, only)} />)
}

const Sheet = ({ list, rows }: { list: Checklist; rows: ChecklistItem[] }) => (
  <div class="upright missing-paper">
    <Letterhead unit={unit.value.name} />
    <p class="paper-title">{calledOf(list).toUpperCase()}</p>
    <p class="paper-name">{tell('l.about', { year: showYear(year.value), n: number(rows.length) })}</p>
    <table><thead><tr><th>{tell('l.no')}</th><th>{tell('l.person')}</th><th>{tell('q.class')}</th><th>{tell('l.missing')}</th></tr></thead>
      <tbody>{rows.map((x, i) => <tr key={x.record}><td>{i + 1}</td><td>{x.title}</td><td>{x.class}</td>
        <td>{x.missing.map(f => f.label).join(', ')}</td></tr>)}</tbody>
    </table>
    <Signatures left={onPaper('maker')} right={onPaper('head')} />
  </div>
)
