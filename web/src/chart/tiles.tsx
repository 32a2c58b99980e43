/* tiles.tsx - a map of equal tiles, one for each unit, the figure inside it; its colour says the same in five steps. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { stepOf, steps } from '../ui/steps.ts'

export type Tile = { key: string; label: string; figure: number; to: string }
const SIZE = 44, GAP = 4, STEP = SIZE + GAP

function Square({ x, y, figure, children }: { x: number; y: number; figure: number; children?: ComponentChildren }) {
  return (
    <g class={'tile step' + stepOf(figure)} transform={`translate(${x} ${y})`}>
      {children}<rect width={SIZE} height={SIZE} rx="6" /><text x={SIZE / 2} y={SIZE / 2 + 5} text-anchor="middle">{figure}</text>
    </g>
  )
}

/* As many in a row as there is room for, never made smaller. */
export function TileMap({ tiles, title }: { tiles: Tile[]; title: string }) {
  const box = useRef<HTMLDivElement>(null), [across, setAcross] = useState(7)
  useEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([e]) => setAcross(Math.max(1, Math.floor(((e?.contentRect.width ?? 0) + GAP) / STEP))))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const width = Math.min(across, tiles.length) * STEP - GAP, height = Math.ceil(tiles.length / across) * STEP - GAP
  return (
    <div ref={box}>
      <svg class="tilemap" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={title}>
        {tiles.map((tile, i) => (
          <a key={tile.key} href={tile.to} aria-label={tile.label}>
            <Square x={(i % across) * STEP} y={Math.floor(i / across) * STEP} figure={tile.figure}><title>{tile.label}</title></Square>
          </a>
        ))}
      </svg>
    </div>
  )
}

/* What the five colours mean, in figures. */
export const TileSteps = ({ say }: { say: (from: number) => string }) => (
  <ul class="tilesteps">{steps.map((from, i) => <li key={from}><i class={'step' + i} />{say(from)}</li>)}</ul>
)
