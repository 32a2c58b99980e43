/* waits.tsx - work of others that waits for me. */
import { noticeText, noticeTo, useOfficial } from '../../data/notice.ts'
import { useGet } from '../../data/use.ts'
import { t } from '../../text/index.ts'
import { To } from '../../ui/to.tsx'
import { Card } from './card.tsx'

export function Waits() {
  const notices = useGet('/notices'), official = useOfficial(notices.data?.items)
  return (
    <Card icon="inbox" title={t('home.waiting')} of={notices}>{({ items }) => items.length === 0 ? null : (
      <ul class="todo">{items.map(x => (
        <li key={x.to}><To class="line" href={noticeTo(x)}><span class="dot error" /><span>{noticeText(x, official)}</span></To></li>
      ))}</ul>
    )}</Card>
  )
}
