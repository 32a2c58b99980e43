/* mine.tsx - what I asked, and the answers. */
import { api } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { SupportRequest } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { t } from '../../text/index.ts'
import { tell } from '../../text/support.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Show } from '../../ui/state.tsx'
import { One } from './one.tsx'

export function Mine() {
  const list = usePages<SupportRequest>('/requests?mine=1&limit=20')
  return (
    <section class="requests" aria-labelledby="mine">
      <h2 id="mine">{tell('mine.title')}</h2>
      <Show of={list.first} rows={3}>{() => list.items.length === 0 ? <p class="quiet">{tell('mine.none')}</p>
        : list.items.map(x => <One key={x.id} x={x}>{x.answer && !x.seen_at && <Read id={x.id} />}</One>)}</Show>
      {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('list.more')}</button></p>}
    </section>
  )
}

function Read({ id }: { id: string }) {
  const { sending, problem, send } = useSending()
  const read = () => send(async () => {
    await api('POST', '/requests/{id}/seen', { at: { id } })
    forget('/requests')
    forget('/notices')
  })
  return <>
    <p class="actions"><button type="button" class="button" disabled={sending} onClick={() => void read()}><Icon name="check" />{tell('mine.read')}</button></p>
    <Refused text={problem} />
  </>
}
