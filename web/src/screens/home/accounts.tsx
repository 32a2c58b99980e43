/* accounts.tsx - accounts whose one-time password was not changed yet. */
import { own } from '../../app/session.ts'
import { useGet } from '../../data/use.ts'
import { number, t } from '../../text/index.ts'
import { Card } from './card.tsx'

const PAGE = 100

export const Accounts = () => (
  <Card icon="key" title={t('home.accounts')} of={useGet('/accounts', { query: { within: own.value.code, limit: PAGE } })}>{({ items, cursor }) => {
    const open = items.filter(x => x.must_change && !x.disabled)
    if (open.length === 0) return null
    return <>
      <p class="quiet">{t('home.accounts.text')} {cursor && t('home.accounts.part', { n: number(PAGE) })}</p>
      <ul class="todo">{open.map(x => (
        <li key={x.name} class="line"><span class="dot warning" /><span>{x.name}<small class="line-note">{x.unit_name} · {x.unit}</small></span></li>
      ))}</ul>
    </>
  }}</Card>
)
