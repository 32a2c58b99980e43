/* page.tsx - how good the records are: of a school what is wrong by the rules and what is missing, of an office its units, down to a school. */
import { search, setSearch } from '../../app/router.ts'
import { unit, year } from '../../app/session.ts'
import { PaperFoot, PaperHead } from '../../record/paper.tsx'
import { showYear } from '../../text/index.ts'
import { tell, type QualityKey } from '../../text/quality.ts'
import { No } from '../no.tsx'
import { Complete } from './complete.tsx'
import { Faults } from './faults.tsx'
import { Lists } from './lists.tsx'
import { UnitsTable } from './office.tsx'
import { ofYear, Up } from './units.tsx'

export const QUALITY = '/chat-luong'
const SEEN = 'xem'
const tabs: [name: string, words: QualityKey][] = [['loi', 'q.faults'], ['day-du', 'q.complete'], ['danh-sach', 'q.lists']]

export function Quality() {
  const school = unit.value.kind === 'school', shown = school ? tabs : [['loi', 'q.faults'] as const, ['danh-sach', 'q.lists'] as const]
  const now = shown.find(([name]) => name === search.value.get(SEEN))?.[0] ?? 'loi'
  return (
    <section class="page list quality">
      <Up at={QUALITY} />
      <header class="head"><h1><No at={QUALITY} />{tell('q.title')}</h1></header>
      <nav class="tabs" aria-label={tell('q.title')}>{shown.map(([name, words]) => (
        <a key={name} href={`${QUALITY}?${SEEN}=${name}`} aria-current={name === now ? 'page' : undefined}
          onClick={e => { e.preventDefault(); setSearch({ [SEEN]: name === 'loi' ? undefined : name }) }}>
          {tell(!school && name === 'loi' ? 'u.unit' : words)}</a>))}</nav>
      {now !== 'danh-sach' && <PaperHead title={tell(school ? now === 'loi' ? 'q.faults' : 'q.complete' : 'q.title')}
        about={school ? tell('u.year', { year: showYear(year.value) }) : ofYear()} />}
      <div key={unit.value.code + now}>{now === 'danh-sach' ? <Lists /> : !school ? <UnitsTable /> : now === 'loi' ? <Faults /> : <Complete />}</div>
      {now !== 'danh-sach' && <PaperFoot />}
    </section>
  )
}
