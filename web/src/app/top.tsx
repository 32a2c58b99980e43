/* top.tsx - the bar at the top: whose data this is, the school year, search, what waits, help, the account. */
import { useGet } from '../data/use.ts'
import type { Notice } from '../data/types.ts'
import { later, waiting } from '../ui/later.tsx'
import { number, say, showYear, t } from '../text/index.ts'
import { Drop } from '../ui/drop.tsx'
import { Icon, Mark } from '../ui/icon.tsx'
import { Show } from '../ui/state.tsx'
import { To } from '../ui/to.tsx'
import { Account } from './account.tsx'
import { Find } from './find.tsx'
import { noticeText, noticeTo, useOfficial } from '../data/notice.ts'
import { chooseYear, isOwn, own, session, unit, year, years } from './session.ts'

const UnitPicker = later(() => import('./units.tsx').then(m => m.UnitPicker), waiting)

type Props = { menuOpen: boolean; onMenu: () => void; help: boolean; onHelp: () => void }

export const Top = ({ menuOpen, onMenu, help, onHelp }: Props) => (
  <header class="top">
    <button type="button" class="button plain burger" aria-expanded={menuOpen} aria-controls="menu" onClick={onMenu}>
      <Icon name="menu" /><span class="hidden">{t('app.menu')}</span>
    </button>
    <a class="brand" href="/"><Mark /><span>Khuê</span></a>
    <Unit />
    <Find />
    <label class="year"><span>{t('app.year')}</span>
      <select value={year.value} onChange={e => chooseYear(Number(e.currentTarget.value))}>
        {years.value.map(y => <option key={y} value={y}>{showYear(y)}</option>)}
      </select>
    </label>
    <Notices />
    <button type="button" class="button plain help-button" title={t('help.key')} aria-expanded={help} onClick={onHelp}>
      <Icon name="why" /><span class="hidden">{t('help.title')}</span>
    </button>
    <Account />
  </header>
)

/* Where an account reaches below its unit, the name is a button that chooses another. */
function Unit() {
  const face = <><strong>{unit.value.name || unit.value.code}</strong><span>{say(session.value.role_label)} · {unit.value.code}</span></>
  if (own.value.kind === 'school') return <div class="unit">{face}</div>
  return (
    <Drop class={'unit' + (isOwn.value ? '' : ' other')} button="unit-button" title={t(isOwn.value ? 'unit.choose' : 'unit.other')}
      face={<><span class="two">{face}</span><Icon name="right" /></>}>
      {close => <UnitPicker close={close} />}
    </Drop>
  )
}

function Notices() {
  const notices = useGet('/notices'), n = notices.data?.items.length ?? 0, name = n > 0 ? t('notice.count', { n }) : t('notice.title')
  return (
    <Drop class="notices" button="button plain" title={t('notice.title')}
      face={<><Icon name="bell" /><span class="hidden">{name}</span>{n > 0 && <b class="badge" aria-hidden="true">{n}</b>}</>}>
      {() => <><strong>{t('notice.title')}</strong><Show of={notices} rows={3}>{data => <NoticeList items={data.items} />}</Show></>}
    </Drop>
  )
}

function NoticeList({ items }: { items: Notice[] }) {
  const official = useOfficial(items)
  if (items.length === 0) return <p class="quiet">{t('notice.none')}</p>
  return (
    <ul class="plainlist">{items.map(x => (
      <li key={x.to}>
        <To href={noticeTo(x)}>{noticeText(x, official)}</To>
        {x.kind === 'reminder' && <small>{t('notice.reminder.days', { n: number(x.n) })}</small>}
      </li>
    ))}</ul>
  )
}
