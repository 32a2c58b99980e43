/* sides.ts - a transfer as one of its two schools sees it: whose turn it is, and what may be done. */
import { isOwn, may } from '../../app/session.ts'
import { now } from '../../data/clock.ts'
import type { Transfer } from '../../data/types.gen.ts'
import { dayOf, showDate } from '../../text/index.ts'
import { tell } from '../../text/move.ts'

export type Side = 'from' | 'to'
export type Act = 'agree' | 'refuse' | 'withdraw' | 'undo'

export const sideOf = (x: Transfer, school: string): Side => (x.from.code === school ? 'from' : 'to')
const isMine = (x: Transfer, side: Side) => x.started_by === side

/* The tabs: what waits for us, for the other school, what is over. */
export const tabs = [
  { name: 'cho-ta', key: 'tab.us', states: 'open' }, { name: 'cho-kia', key: 'tab.them', states: 'open' },
  { name: 'xong', key: 'tab.done', states: 'done,released' }, { name: 'thoi', key: 'tab.off', states: 'refused,withdrawn,undone' },
] as const
export type TabName = (typeof tabs)[number]['name']

export const isIn = (x: Transfer, tab: TabName, school: string) =>
  x.state !== 'open' || isMine(x, sideOf(x, school)) === (tab === 'cho-kia')

/* Open ones as they came, the others by when they were decided. */
export const byTime = (a: Transfer, b: Transfer) =>
  (a.decided_at || b.decided_at ? String(b.decided_at).localeCompare(String(a.decided_at)) : a.started_at.localeCompare(b.started_at))

/* An office above may look on. */
export const mayMove = (type: string) => isOwn.value && may('transfer', 'write') && (type === 'learner' || may('staff_transfer', 'write'))

export function actsOn(x: Transfer, side: Side): Act[] {
  if (!mayMove(x.type)) return []
  if (x.state === 'open') return isMine(x, side) ? ['withdraw'] : ['agree', 'refuse']
  return side === 'to' && (x.state === 'done' || x.state === 'released') ? ['undo'] : []
}

/* The record is there for whoever has the person, and stays with the school that was left. */
export const hasRecord = (x: Transfer, side: Side) => side === 'from' || x.state === 'done' || x.state === 'released'

const DAY_MS = 86_400_000, BEHIND_MS = 60_000 // this clock follows the server's by the second
const dayIn = (iso: string) => showDate(dayOf(Date.parse(iso)))
const daysLeft = (iso: string) => Math.ceil((Date.parse(iso) - now() - BEHIND_MS) / DAY_MS)

export const openedOn = (x: Transfer) => dayIn(x.started_at)

/* What time does where the school that is asked does not answer. */
export function releaseWords(x: Transfer, side: Side): string {
  if (x.state !== 'open' || !x.release_at) return ''
  const n = daysLeft(x.release_at), day = dayIn(x.release_at)
  if (n <= 0) return tell('rel.over')
  return tell(side === 'from' ? 'rel.from' : 'rel.to', { n, day })
}

export function stateWords(x: Transfer, side: Side): string {
  const day = x.decided_at ? dayIn(x.decided_at) : '', other = side === 'from' ? x.to.name : x.from.name
  switch (x.state) {
    case 'open': return isMine(x, side) ? tell('st.them', { school: other }) : tell('st.us')
    case 'done': return tell('st.done', { day })
    case 'released': return tell(side === 'from' ? 'st.released.from' : 'st.released.to', { day })
    case 'refused': return tell(isMine(x, side) ? 'st.refused.them' : 'st.refused.us', { day })
    case 'withdrawn': return tell(isMine(x, side) ? 'st.withdrawn.us' : 'st.withdrawn.them', { day })
    default: return tell('st.undone')
  }
}
