/* begin.tsx - where nothing is there yet: what comes first, and where it is done. */
import { may, own } from '../../app/session.ts'
import { useGet } from '../../data/use.ts'
import { tell, type BeginKey } from '../../text/begin.ts'
import { To } from '../../ui/to.tsx'
import { Card } from './card.tsx'

type Step = [words: BeginKey, to: string]

/* Of a school without classes, or an office with nobody below it. */
const first = (): Step[] => own.value.kind === 'school'
  ? [...(may('import', 'write') ? [['begin.pupils', '/nap']] as Step[] : []), ...(may('staff', 'write') ? [['begin.staff', '/nap?mau=staff']] as Step[] : [])]
  : [...(may('unit', 'write') && /^(ministry|so)$/.test(own.value.kind) ? [['begin.units', '/quan-tri/don-vi']] as Step[] : []),
    ...(may('network', 'write') ? [['begin.schools', '/nap']] as Step[] : [])]

export function Begin() {
  const { code, kind } = own.value, school = kind === 'school', issues = may('account', 'admin')
  const now = useGet('/units/{code}', school ? { at: { code } } : false), below = useGet('/units', school ? false : { query: { parent: code, limit: 1 } })
  const accounts = useGet('/accounts', issues ? { query: { within: code, limit: 2 } } : false)
  const empty = (school ? now.data?.years : below.data?.items)?.length === 0, alone = accounts.data?.items.length === 1
  const steps: Step[] = [...(empty ? first() : []), ...(alone ? [['begin.accounts', '/quan-tri/tai-khoan']] as Step[] : [])]
  return (
    <Card icon="right" title={tell('begin.title')} of={{ data: steps, waiting: false }}>{all => all.length === 0 ? null : (
      <ul class="todo">{all.map(([words, to]) => <li key={words}><To class="line" href={to}><span class="dot warning" /><span>{tell(words)}
        <small class="line-note">{tell(`${words}.what` as BeginKey)}</small></span></To></li>)}</ul>)}</Card>
  )
}
