/* requests.tsx - what people of the unit and below it ask, the oldest first, answered where it stands. */
import { useRef } from 'preact/hooks'
import { search, setSearch } from '../../app/router.ts'
import { unit } from '../../app/session.ts'
import { api, query } from '../../data/api.ts'
import { draft, forgetDraft } from '../../data/draft.ts'
import { usePages } from '../../data/pages.ts'
import type { SupportRequest } from '../../data/types.gen.ts'
import { forget } from '../../data/use.ts'
import { t } from '../../text/index.ts'
import { tell } from '../../text/support.ts'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { One } from './one.tsx'

const AT = '/quan-tri/yeu-cau'

export function Requests() {
  const answered = search.value.get('xem') === 'da-tra-loi'
  const list = usePages<SupportRequest>(`/requests${query({ within: unit.value.code, state: answered ? 'answered' : 'open', limit: 20 })}`)
  const here = useRef(new Map<string, SupportRequest>())
  if (!answered) list.items.forEach(x => here.current.set(x.id, x))
  const gone = [...here.current.values()].filter(x => !answered && list.first.data && !list.items.some(y => y.id === x.id) && written(x).value.trim())
  const show = (which?: string) => (e: Event) => { e.preventDefault(); setSearch({ xem: which }) }
  return (
    <section class="page requests">
      <header class="head"><h1><No at={AT} />{tell('all.title')}</h1></header>
      <p class="quiet">{tell('all.lead')}</p>
      <nav class="tabs" aria-label={tell('all.title')}>
        <a href={AT} aria-current={answered ? undefined : 'page'} onClick={show()}>{tell('all.open')}</a>
        <a href={`${AT}?xem=da-tra-loi`} aria-current={answered ? 'page' : undefined} onClick={show('da-tra-loi')}>{tell('all.answered')}</a>
      </nav>
      <h2 class="hidden">{tell(answered ? 'all.answered' : 'all.open')}</h2>
      {gone.map(x => <One key={x.id} x={x} of={x.unit_name}><Gone x={x} /></One>)}
      <Show of={list.first}>{() => list.items.length === 0 ? gone.length === 0 && <Empty text={tell(answered ? 'all.none.answered' : 'all.none')} />
        : list.items.map(x => <One key={x.id} x={x} of={x.unit_name}>
            {x.answer ? null : x.mine ? <p class="quiet">{tell('all.own')}</p> : <Answer x={x} />}</One>)}</Show>
      {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('list.more')}</button></p>}
    </section>
  )
}

const keyOf = (x: SupportRequest) => 'answer ' + x.id
const written = (x: SupportRequest) => draft(keyOf(x), '')

/* Answered elsewhere while somebody was writing here: what they wrote is still theirs. */
const Gone = ({ x }: { x: SupportRequest }) => <>
  <p class="problem" role="alert">{tell('all.gone')}</p><p>{written(x).value}</p>
  <p><button type="button" class="button" onClick={() => { written(x).value = ''; forgetDraft(keyOf(x)) }}>{tell('all.drop')}</button></p></>

function Answer({ x }: { x: SupportRequest }) {
  const kept = written(x), text = kept.value, { sending, problem, send } = useSending()
  const answer = () => send(async () => {
    await api('POST', '/requests/{id}/answer', { at: { id: x.id }, body: { text: text.trim() } })
    forgetDraft(keyOf(x))
    forget('/requests')
    forget('/notices')
  })
  return (
    <form class="answering" onSubmit={e => { e.preventDefault(); void answer() }}>
      <label class="stack">{tell('all.answer')}
        <textarea rows={3} value={text} maxLength={2000} aria-describedby={'hint-' + x.id} onInput={e => { kept.value = e.currentTarget.value }} /></label>
      <p class="row"><button type="submit" class="button primary" disabled={sending || !text.trim()}>{tell('all.close')}</button>
        <span class="quiet" id={'hint-' + x.id}>{tell('all.hint')}</span></p>
      <Refused text={problem} />
    </form>
  )
}
