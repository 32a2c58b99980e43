/* waits.tsx - work of others that waits for me. */
import { noticeText, noticeTo } from '../../app/notice.ts'
import { useGet } from '../../data/use.ts'
import { t } from '../../text/index.ts'
import { To } from '../../ui/to.tsx'
import { Card } from './card.tsx'

export const Waits = () => (
  <Card icon="inbox" title={t('home.waiting')} of={useGet('/notices')}>{({ items }) => items.length === 0 ? null : (
    <ul class="todo">{items.map(x => <li key={x.to}><To class="line" href={noticeTo(x)}><span class="dot error" /><span>{noticeText(x)}</span></To></li>)}</ul>
  )}</Card>
)
