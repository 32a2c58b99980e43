/* line.tsx - how a figure went on week by week: a line with a point for each, the first, the last and the ends of its axis in figures. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { along } from './scale.ts'

export type Point = { key: string; at: number; label: string; n: number }
type Props = { points: Point[]; title: string; from: number; to: number; say: (n: number) => string; ends: readonly [first: string, last: string] }

const HEIGHT = 112, TOP = 20, FOOT = 22, LEFT = 50, RIGHT = 58
/* Beside the line stand figures; none is cut, however long. */
const room = (least: number, ...words: string[]) => Math.max(least, ...words.map(w => w.length * 10 + 16))

/* As wide as there is room for; its words stay as large as others. */
export function Line({ points, title, from, to, say, ends }: Props) {
  const box = useRef<HTMLDivElement>(null), [width, setWidth] = useState(320)
  useEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([e]) => setWidth(Math.max(200, Math.floor(e?.contentRect.width ?? 0))))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const first = points[0], last = points.at(-1), base = HEIGHT - FOOT
  if (!first || !last) return null
  const left = room(LEFT, say(from), say(to)), right = room(RIGHT, say(last.n))
  const x = (p: Point) => left + along(p.at, first.at, last.at, width - left - right), y = (n: number) => base - along(n, from, to, base - TOP)
  const track = points.map(p => `${x(p).toFixed(1)} ${y(p.n).toFixed(1)}`)
  return (
    <div ref={box} class="line-chart">
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
        {[from, to].map(n => (
          <g key={n} class="axis"><path d={`M${left} ${y(n)}H${width - right}`} /><text x={left - 6} y={y(n) + 4} text-anchor="end">{say(n)}</text></g>))}
        <path class="line-area" d={`M${x(first)} ${base}L${track.join('L')}L${x(last)} ${base}Z`} />
        <path class="line-path" d={`M${track.join('L')}`} />
        {points.map(p => <circle key={p.key} class="line-dot" cx={x(p)} cy={y(p.n)} r={p === last ? 4.5 : 3}><title>{p.label}: {say(p.n)}</title></circle>)}
        <text class="line-last" x={x(last) + 9} y={y(last.n) + 5}>{say(last.n)}</text>
        <text x={left} y={HEIGHT - 5}>{ends[0]}</text><text x={width - right} y={HEIGHT - 5} text-anchor="end">{ends[1]}</text>
      </svg>
    </div>
  )
}
