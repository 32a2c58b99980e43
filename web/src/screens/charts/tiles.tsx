/* tiles.tsx - how complete the records of each school below an office are. */
import { UNIT } from '../../app/router.ts'
import { unit, year } from '../../app/session.ts'
import { Figure } from '../../chart/figure.tsx'
import { TileMap, TileSteps } from '../../chart/tiles.tsx'
import type { Filled } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { tell } from '../../text/charts.ts'
import { Share } from '../../ui/share.tsx'
import { Card } from '../../screens/home/card.tsx'

/* As many have room for their names. */
const FEW = 24
const percent = (x: Filled) => Math.floor((100 * x.filled) / x.due)

const tileOf = (x: Filled) =>
  ({ key: x.school ?? '', figure: percent(x), label: tell('tiles.one', { name: x.label ?? '', n: percent(x) }), to: `/?${UNIT}=${x.school}` })

export function Tiles() {
  const filled = useGet('/quality/completeness', { query: { within: unit.value.code, year: year.value, by: 'school' } }), title = tell('tiles.title')
  return (
    <Card wide icon="map" title={title} of={filled}>{data => {
      const schools = (data.items as Filled[]).filter(x => x.due > 0)
      if (schools.length === 0) return null
      if (schools.length <= FEW) return <ul class="todo">{schools.map(x => <li key={x.school}><a class="gap" href={`/?${UNIT}=${x.school}`}>
        <span>{x.label}</span><b>{percent(x)} %</b><Share parts={[['good', x.filled / x.due]]} /></a></li>)}</ul>
      return <>
        <p class="quiet">{tell('tiles.text')}</p>
        <Figure named title={title} table={{ head: [tell('tiles.school'), tell('tiles.full')], rows: schools.map(x => [x.label ?? '', String(percent(x))]) }}>
          <TileMap title={title} tiles={schools.map(tileOf)} />
          <TileSteps say={n => tell('tiles.step', { n })} />
        </Figure>
      </>
    }}</Card>
  )
}
