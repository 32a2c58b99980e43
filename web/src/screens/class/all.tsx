/* all.tsx - the classes of a school, by grade; each leads to its page. */
import { unit } from '../../app/session.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/class.ts'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { byGrade, classAddress, gradeName, teacherOf, useClasses } from '../classes.ts'

export function AllClasses() {
  if (unit.value.kind !== 'school') return <section class="page"><Head /><Empty text={tell('all.school')} /></section>
  return <section class="page"><Classes /></section>
}

const Head = ({ n }: { n?: number }) => (
  <header class="head"><h1><No at="/lop" />{tell('all.title')} {n !== undefined && <span
    class="count" role="status">{number(n)}</span>}</h1></header>
)

function Classes() {
  const all = useClasses()
  return <><Head n={all.data?.items.length} /><Show of={all} right={['learners', 'read']}>{({ items }) => items.length === 0 ? <Empty text={tell('all.none')} />
    : byGrade(items).map(([grade, classes]) => (
      <section key={grade} class="grade"><h2>{gradeName(grade)}</h2>
        <ul class="class-tiles">{classes.map(c => <li key={c.code}><a class="card" href={classAddress(c.code)}><strong>{String(c.name ?? c.code)}</strong>
          <small>{teacherOf(c, 'homeroom_teacher') || tell('all.noteacher')}</small></a></li>)}</ul></section>
    ))}</Show></>
}
