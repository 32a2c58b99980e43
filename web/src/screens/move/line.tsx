/* line.tsx - one transfer: who, from or to where, how far it has come, and what may be done. */
import type { Transfer } from '../../data/types.gen.ts'
import { recordAddress } from '../../record/here.ts'
import { titleFor } from '../../record/known.ts'
import { showDate } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Icon } from '../../ui/icon.tsx'
import { actsOn, hasRecord, openedOn, releaseWords, stateWords, type Act, type Side } from './sides.ts'

const plural: Record<string, string> = { learner: 'learners', staff: 'staff' }

export function Line({ x, side, ask }: { x: Transfer; side: Side; ask: (act: Act) => void }) {
  const acts = actsOn(x, side), other = side === 'from' ? x.to : x.from, name = x.name ?? x.person ?? '', late = releaseWords(x, side)
  return (
    <li class={'card transfer ' + x.state}>
      <h3>{hasRecord(x, side) && x.person ? <a href={recordAddress(plural[x.type] ?? '', x.person)}>{name}</a> : name}
        {x.type === 'staff' && <span class="status">{tell('tr.staff')}</span>}
        {x.name && <code>{x.person}</code>}</h3>
      <p class="where"><Icon name={side === 'from' ? 'right' : 'left'} />{other.name}</p>
      <dl class="pairs"><Told label={tell('tr.day')} value={showDate(x.day)} />
        <Told label={tell('tr.opened')} value={openedOn(x)} />
        {side === 'to' && x.class && <Told label={tell('tr.class')} value={titleFor('class', x.class) ?? '…'} />}
        {x.reason && <Told label={tell('tr.reason')} value={x.reason} />}
        {x.note && <Told label={tell('tr.note')} value={x.note} />}</dl>
      <p class="how">{stateWords(x, side)}</p>
      {late && <p class="problem warning"><Icon name="clock" />{late}</p>}
      {acts.length > 0 && <p class="actions">{acts.map(act => <button key={act} type="button" class={'button' + (act === 'agree' ? ' primary' : '')}
        onClick={() => ask(act)}>{tell(actKey(x, act))}<span class="hidden"> {name}</span></button>)}</p>}
    </li>
  )
}

/* To agree to an offer is to take somebody in, to a request to let them go. */
export const actKey = (x: Transfer, act: Act) => (act !== 'agree' ? `act.${act}` as const : x.started_by === 'from' ? 'act.take' : 'act.release')

const Told = ({ label, value }: { label: string; value: string }) => <div><dt>{label}</dt><dd>{value}</dd></div>
