/* session.ts - who is signed in, which unit and school year is looked at.  The page brings the session along; the unit and the year stand in
 * the address, or are the account's own and the present one. */
import { computed, signal } from '@preact/signals'
import { api, ends, holdUntil, setCsrf } from '../data/api.ts'
import { now, schoolYear, setServerTime } from '../data/clock.ts'
import type { MenuGroup, Session, UnitFace, UnitKind, UnitKnown } from '../data/types.ts'
import { go, hasUnsaved, path, search, setSearch, UNIT, YEAR } from './router.ts'

/* unit: of the account, as GET /units/{code} tells it; where the page has it nothing waits for it. */
type Block = { session: Session; menu?: { items: MenuGroup[] }; unit?: UnitKnown }
const block = JSON.parse(document.getElementById('session')?.textContent ?? '') as Block

export const session = signal(block.session)
export const menu: MenuGroup[] = block.menu?.items ?? []
/* A teacher: of the school only her classes, and nothing that is of the whole school. */
export const ofClasses = () => Boolean(session.value.staff)
export const may = (module: string, action: string) => session.value.rights[module]?.includes(action) ?? false

/* ---- the session ---- */

const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('khue') : undefined

/* Somebody else's: nothing of what this page read or holds may be seen. */
function isMine(s: Session): boolean {
  return s.username === session.value.username && !s.must_change_password
}
/* Then no form asks any more whether it may be left. */
export const leaving = signal(false)
export const leave = () => new Promise<never>(() => { leaving.value = true; location.assign('/') })

/* Another is signed in here now.  What I typed waits, covered, for my password; where there is nothing, the page is the other's. */
let askBack = (): Promise<void> => leave()
export const whenTaken = (ask: () => Promise<void>) => { askBack = ask }
function taken(): Promise<void> {
  if (!hasUnsaved()) return leave()
  const back = askBack()
  holdUntil(back)
  return back
}

function take(s: Session) {
  setCsrf(s.csrf)
  setServerTime(s.server_time)
  ends.value = Math.min(Date.parse(s.expires_at), Date.parse(s.idle_expires_at))
}

export async function setSession(s: Session) {
  if (!isMine(s)) return leave()
  take(s)
  session.value = s
  others?.postMessage(s.username)
}

/* Asking is being there: the session goes on. */
export async function stay() {
  const s = await api('GET', '/session')
  return isMine(s) ? setSession(s) : taken()
}

take(block.session)
others?.postMessage(block.session.username)
/* '' comes from the door: nobody is signed in any more, and what is shown here is covered until somebody is. */
others?.addEventListener('message', (e: MessageEvent<string>) => {
  if (e.data === '') void api('GET', '/notices').catch(() => undefined)
  else if (e.data !== session.value.username) void taken()
})

/* ---- unit and year ---- */

export const own = computed(() => session.value.unit as UnitFace)
export const unitCode = computed(() => search.value.get(UNIT) || own.value.code)
export const isOwn = computed(() => unitCode.value === own.value.code)

/* What is known of the units that were looked at; of the account's own from the start. */
const known = signal<Record<string, UnitKnown>>(block.unit ? { [block.unit.code]: block.unit } : {})
export const learnUnit = (u: UnitKnown) => { if (known.value[u.code] !== u) known.value = { ...known.value, [u.code]: u } }

const unknown = (code: string): UnitFace => ({ code, name: '', kind: '' as UnitKind })
export const unit = computed(() => known.value[unitCode.value] ?? (isOwn.value ? own.value : unknown(unitCode.value)))
export const isKnown = computed(() => unitCode.value in known.value)

const presentYear = schoolYear(now())
const there = computed(() => known.value[unitCode.value]?.years ?? [])
export const usualYear = computed(() => known.value[unitCode.value]?.usual_year ?? presentYear)
export const years = computed(() => {
  const all = new Set([presentYear, usualYear.value, ...(there.value.length ? there.value : [presentYear - 1, presentYear - 2])])
  return [...all].sort((a, b) => b - a)
})
/* One that the unit does not have is none. */
export const year = computed(() => {
  const asked = Number(search.value.get(YEAR))
  return years.value.includes(asked) ? asked : usualYear.value
})

/* The unit as the API asks for it: a school itself, of an office all that is below. */
export const place = () => (unit.value.kind === 'school' ? { unit: unit.value.code } : { within: unit.value.code })

/* The same screen of another unit; what is of one unit only (a record, its filters) is left. */
export function chooseUnit(code: string) {
  const at = path.value.split('/', /^\/(lop|bao-cao)\//.test(path.value) ? 2 : 3).join('/')
  go(`${at || '/'}?${UNIT}=${code === own.value.code ? '' : code}`)
}
/* Of a report, which is of one year, the same of the other. */
export function chooseYear(y: number) {
  const asked = y === usualYear.value ? '' : String(y), other = path.value.replace(/^(\/bao-cao\/.+\/)\d{4}-/, `$1${y}-`)
  if (other === path.value) setSearch({ [YEAR]: asked })
  else go(`${other}?${YEAR}=${asked}`)
}
