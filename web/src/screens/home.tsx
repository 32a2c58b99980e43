/* home.tsx - what is left to do, for this role and unit: a card for each kind of work there is, and nothing where there is none. */
import { hasScreen } from '../app/router.ts'
import { isOwn, may, ofClasses, unit } from '../app/session.ts'
import { t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { later, waiting } from '../ui/later.tsx'
import { Safe } from '../ui/state.tsx'
import { Faults } from './home/faults.tsx'
import { Gaps } from './home/gaps.tsx'
import { Reports } from './home/reports.tsx'
import { Twins } from './home/twins.tsx'
import { Waits } from './home/waits.tsx'

const office = () => import('./home/office.ts')
const Accounts = later(() => office().then(m => m.Accounts), waiting)
const Begin = later(() => office().then(m => m.Begin))
const Jobs = later(() => import('./home/jobs.tsx').then(m => m.Jobs))
const Late = later(() => office().then(m => m.Late), waiting)
const charts = () => import('./charts.ts').then(m => m.dressed().then(() => m))
const Tiles = later(() => charts().then(m => m.Tiles), waiting)
const Trend = later(() => charts().then(m => m.Trend))

export function Home() {
  const school = unit.value.kind === 'school', sees = may('quality', 'read'), hasClasses = 'years' in unit.value && (unit.value.years as number[]).length > 0
  return (
    <section class="page home">
      <header class="head">
        <div><h1>{t('home.title')}</h1><p class="quiet">{isOwn.value ? '' : unit.value.name + '. '}{t('home.lead')}</p></div>
      </header>
      <div class="cards" key={unit.value.code}>
        {isOwn.value && !hasClasses && <Safe><Begin /></Safe>}
        {isOwn.value && <Safe><Waits /></Safe>}
        {isOwn.value && (may('import', 'read') || may('export', 'read')) && <Safe><Jobs /></Safe>}
        {school && sees && <Safe><Faults /></Safe>}
        {may('report', 'read') && <Safe>{school ? <Reports /> : <Late />}</Safe>}
        {school && sees && <Safe><Gaps /></Safe>}
        {sees && may('report', 'submit') && <Safe><Trend /></Safe>}
        {!school && unit.value.kind !== 'ministry' && sees && <Safe><Tiles /></Safe>}
        {isOwn.value && may('account', 'admin') && hasScreen('/quan-tri/tai-khoan') && <Safe><Accounts /></Safe>}
      </div>
      <div class="empty alldone"><p>{sees && <Icon name="check" />}{t(sees ? 'home.done' : 'home.done.mine')}</p></div>
      {school && may('learners', 'write') && !ofClasses() && <div class="cards" key={'asked' + unit.value.code}><Twins /></div>}
    </section>
  )
}
