/* stack.tsx - parts of a whole in one bar, each with its figure; below it what they are, in the same order. */
import { number } from '../text/index.ts'
import { percents, share } from './scale.ts'

export type PartOf = { key: string; label: string; n: number; kind: 'good' | 'warn' | 'bad' | 'none' }

const HEIGHT = 28, ROOM = 7 // percent of the bar that a figure needs

export function Stack({ parts, title }: { parts: PartOf[]; title: string }) {
  const some = parts.filter(p => p.n > 0), whole = some.reduce((n, p) => n + p.n, 0), told = percents(some.map(p => p.n))
  let from = 0
  return (
    <div class="stack-chart">
      <svg height={HEIGHT} width="100%" role="img" aria-label={title}>{some.map(p => {
        const x = from, wide = share(p.n, whole)
        from += wide
        return (
          <g key={p.key} class={'part ' + p.kind}>
            <rect x={x + '%'} width={wide + '%'} height={HEIGHT} />
            {wide >= ROOM && <text x={x + wide / 2 + '%'} y={HEIGHT / 2 + 5} text-anchor="middle">{number(p.n)}</text>}
          </g>)
      })}</svg>
      <ul class="stack-words" aria-hidden="true">{some.map((p, i) => (
        <li key={p.key}><i class={'part ' + p.kind} />{p.label}: <b>{number(p.n)}</b> ({told[i]} %)</li>))}</ul>
    </div>
  )
}
