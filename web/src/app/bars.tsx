/* bars.tsx - what must be told above any screen: the line is lost, the session ends soon. */
import { useEffect, useState } from 'preact/hooks'
import { ends, line } from '../data/api.ts'
import { now } from '../data/clock.ts'
import { t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { askAgain } from './again.tsx'
import { outside } from './router.ts'
import { session, stay } from './session.ts'

const SOON_MS = 5 * 60_000, BACK_MS = 4000

export function Bars() {
  const Outside = outside.value?.Bar
  return <div class="bars" aria-live="polite"><Line />{Outside && <Outside />}<Ending /></div>
}

function Line() {
  const up = line.value, [told, setTold] = useState(false)
  useEffect(() => {
    if (!up) setTold(true)
    else if (told) {
      const wait = setTimeout(() => setTold(false), BACK_MS)
      return () => clearTimeout(wait)
    }
    return undefined
  }, [up, told])
  if (!up) return <p class="bar-note warn"><Icon name="lost" />{t('line.lost')}</p>
  return told ? <p class="bar-note good"><Icon name="check" />{t('line.back')}</p> : null
}

/* Five minutes before; when it has ended, the question over the screen, since what stands there is not for whoever passes by. */
function Ending() {
  const [, setTurn] = useState(0), end = ends.value, left = end - now()
  useEffect(() => {
    const next = left <= 0 ? undefined : left > SOON_MS ? left - SOON_MS : Math.min(left + 1000, 20_000)
    const wait = next === undefined ? 0 : setTimeout(() => setTurn(n => n + 1), next)
    return () => clearTimeout(wait)
  })
  useEffect(() => { if (left <= 0) void stay().catch(() => undefined) }, [left <= 0, end])
  if (left > SOON_MS || left <= 0) return null
  const n = Math.floor(left / 60_000), hard = Date.parse(session.value.expires_at) - end < 1000
  return (
    <p class="bar-note warn"><Icon name="clock" />
      <span>{hard ? t('session.hard', { n: n + 1 }) : n > 0 ? t('session.soon', { n }) : t('session.now')}</span>
      <button type="button" class="button" onClick={() => (hard ? void askAgain('early') : void stay().catch(() => undefined))}>
        {t(hard ? 'session.again' : 'session.stay')}
      </button>
    </p>
  )
}
