/* drawn.tsx - one column of a form as bars: what belongs together in a frame of its own, all with one measure. */
import { Bars } from '../../chart/bars.tsx'
import { Figure } from '../../chart/figure.tsx'
import { roundUp } from '../../chart/scale.ts'
import { tell } from '../../text/charts.ts'
import { number } from '../../text/index.ts'
import type { Group } from '../../screens/report/groups.ts'

/* Facts that are so or not: bars would say nothing. */
const isYesOrNo = (g: Group) => g.rows.every(r => r.n <= 1)

type Props = {
  groups: Group[]; columns: (readonly [letter: string, words: string, name: string])[]; column: string; onColumn: (letter: string) => void; title: string
}

export function Drawn({ groups, columns, column, onColumn, title }: Props) {
  const words = columns.find(([letter]) => letter === column)?.[1] ?? column, all = groups.flatMap(g => g.rows),
    byCode = [...all].sort((a, b) => a.code - b.code), zero = all.filter(r => r.n === 0).length
  const shown = groups.map(g => ({ ...g, rows: g.rows.filter(r => r.n > 0) })).filter(g => g.rows.length > 0)
  const most = roundUp(Math.max(0, ...all.map(r => r.n)))
  return (
    <section class="drawn">
      <label class="pick"><span>{tell('drawn.column')}</span><select value={column} onChange={e => onColumn(e.currentTarget.value)}>
        {columns.map(([letter, text, name]) => <option key={letter} value={letter}>{name === text ? text : `${name} · ${text}`}</option>)}</select></label>
      <Figure named title={`${title}: ${words}`} table={{ head: [tell('drawn.what'), words], rows: byCode.map(r => [`${r.label} (${r.code})`, number(r.n)]) }}>
        <p class="quiet">{shown.length === 0 ? tell('drawn.none') : tell('drawn.hint') + (zero > 0 ? ' ' + tell('drawn.zero', { n: number(zero) }) : '')}</p>
        <div class="drawn-groups">{shown.map((g, i) => (
          <section key={i}>
            {g.title && <h3>{g.title} {g.measure && <small>({g.measure})</small>}</h3>}
            <Bars most={isYesOrNo(g) ? undefined : most} bars={g.rows.map(r => ({ key: String(r.code), label: r.label, n: r.n }))} />
          </section>))}</div>
      </Figure>
    </section>
  )
}
