/* twins.tsx - records that are likely one person are looked for on a page of its own, when somebody wants to. */
import { t } from '../../text/index.ts'
import { Card } from './card.tsx'

export const Twins = () => (
  <Card icon="twins" title={t('home.twins')} of={{ data: true, waiting: false }}>{() => <>
    <p class="quiet">{t('home.twins.text')}</p><a class="button" href="/trung">{t('home.twins.go')}</a>
  </>}</Card>
)
