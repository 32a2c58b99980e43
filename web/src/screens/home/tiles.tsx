/* tiles.tsx - how complete the records of each school below an office are. */
import { UNIT } from '../../app/router.ts'
import { unit, year } from '../../app/session.ts'
import type { Filled } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { t } from '../../text/index.ts'
import { Share } from '../../ui/share.tsx'
import { TileMap, TileSteps } from '../../ui/tiles.tsx'
import { Card } from './card.tsx'

/* As many have room for their names. */
const FEW = 24
const percent = (x: Filled) => Math.floor((100 * x.filled) / x.due)

const tileOf = (x: Filled) =>
  ({ key: x.school ?? '', figure: percent(x), label: t('home.tile', { name: x.label ?? '', n: percent(x) }), to: `/?${UNIT}=${x.school}` })

export function Tiles() {
  const filled = useGet('/quality/completeness', { query: { within: unit.value.code, year: year.value, by: 'school' } })
  return (
    <Card wide icon="map" title={t('home.tiles')} of={filled}>{data => {
      const schools = (data.items as Filled[]).filter(x => x.due > 0)
      if (schools.length === 0) return null
      if (schools.length <= FEW) return <ul class="todo">{schools.map(x => <li key={x.school}><a class="gap" href={`/?${UNIT}=${x.school}`}>
        <span>{x.label}</span><b>{percent(x)} %</b><Share parts={[['good', x.filled / x.due]]} /></a></li>)}</ul>
      return <>
        <p class="quiet">{t('home.tiles.text')}</p>
        <TileMap title={t('home.tiles')} tiles={schools.map(tileOf)} />
        <TileSteps say={n => t('home.tiles.step', { n })} />
      </>
    }}</Card>
  )
}
