/* transfers.tsx - who goes and who comes, in two columns: what waits for this school first. */
import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { search, setSearch } from '../../app/router.ts'
import { unit } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Transfer, TransferPage } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { number, t } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { Agree } from './agree.tsx'
import { Close } from './close.tsx'
import { Line } from './line.tsx'
import { Offer } from './offer.tsx'
import { Request } from './request.tsx'
import { byTime, isIn, mayMove, sideOf, tabs, type Act, type Side, type TabName } from './sides.ts'

const MOST = 200
const pathOf = (states: string) => `/transfers${query({ unit: unit.value.code, state: states, limit: MOST })}`

export function Transfers() {
  const school = unit.value.kind === 'school'
  return <section class="page moves">{school ? <Both key={unit.value.code} /> : <><Head /><Empty text={tell('school')} /></>}</section>
}

const Head = ({ children }: { children?: ComponentChildren }) => (
  <header class="head"><h1><No at="/chuyen-truong" />{tell('tr.title')}</h1>{children && <div class="actions">{children}</div>}</header>
)

/* Whom the page was opened for: from a record. */
function asked(): { type: string; code: string } | undefined {
  for (const type of ['learner', 'staff']) {
    const code = search.value.get(type)
    if (code) return { type, code }
  }
  return undefined
}

function Both() {
  const [doing, setDoing] = useState<'offer' | 'request'>(), [act, setAct] = useState<{ act: Act; x: Transfer }>(), [told, setTold] = useState('')
  const given = asked(), write = mayMove('learner')
  const close = () => { setDoing(undefined); setAct(undefined); setSearch({ learner: undefined, staff: undefined }) }
  const done = (words: string, tab?: TabName) => { close(); setTold(words); if (tab) setSearch({ xem: tab }) }
  const begin = (what: 'offer' | 'request') => { setTold(''); setDoing(what) }
  return <>
    <Head>{write && <>
      <button type="button" class="button keep" onClick={() => begin('request')}><Icon name="down" />{tell('tr.request')}</button>
      <button type="button" class="button primary" onClick={() => begin('offer')}><Icon name="up" />{tell('tr.offer')}</button></>}</Head>
    {told && <p class="done" role="status"><Icon name="check" />{told}</p>}
    <Tabs />
    <List ask={(x, a) => { setTold(''); setAct({ act: a, x }) }} />
    {write && (doing === 'offer' || given) && <Offer given={given} onClose={close} onDone={words => done(words, 'cho-kia')} />}
    {doing === 'request' && <Request onClose={close} onDone={words => done(words, 'cho-kia')} />}
    {act?.act === 'agree' && <Agree x={act.x} onClose={close} onDone={words => done(words)} />}
    {act && act.act !== 'agree' && <Close x={act.x} act={act.act} onClose={close} onDone={words => done(words)} />}
  </>
}

const tabNow = (): (typeof tabs)[number] => tabs.find(x => x.name === search.value.get('xem')) ?? tabs[0]

function Tabs() {
  const now = tabNow(), open = useGet<TransferPage>(pathOf('open')).data?.items, school = unit.value.code
  return (
    <nav class="tabs" aria-label={tell('tr.title')}>{tabs.map(x => {
      const n = x.states === 'open' ? open?.filter(y => isIn(y, x.name, school)).length : undefined
      return <a key={x.name} href={`/chuyen-truong?xem=${x.name}`} aria-current={x === now ? 'page' : undefined}
        onClick={e => { e.preventDefault(); setSearch({ xem: x === tabs[0] ? undefined : x.name }) }}>{tell(x.key)}{n ? <b> {number(n)}</b> : null}</a>
    })}</nav>
  )
}

function List({ ask }: { ask: (x: Transfer, act: Act) => void }) {
  const now = tabNow(), list = usePages<Transfer>(pathOf(now.states)), school = unit.value.code
  const of = (side: Side) => list.items.filter(x => isIn(x, now.name, school) && sideOf(x, school) === side).sort(byTime)
  return <>
    <Show of={list.first} right={['transfer', 'read']}>{() => (
      <div class="two-sides">{(['from', 'to'] as const).map(side => <Column key={side} side={side} rows={of(side)} ask={ask} />)}</div>)}</Show>
    {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('state.more')}</button></p>}
  </>
}

function Column({ side, rows, ask }: { side: Side; rows: Transfer[]; ask: (x: Transfer, act: Act) => void }) {
  return (
    <section><h2>{tell(side === 'from' ? 'tr.from' : 'tr.to')} <span class="count">{number(rows.length)}</span></h2>
      {rows.length === 0 ? <Empty text={tell('tr.none')} />
        : <ul class="plain-list">{rows.map(x => <Line key={x.code} x={x} side={side} ask={act => ask(x, act)} />)}</ul>}</section>
  )
}
