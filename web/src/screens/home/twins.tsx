/* twins.tsx - records that are likely one person.  Looked for when asked to: other schools may be asked of so many pupils a day only. */
import { useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import { api, Problem } from '../../data/api.ts'
import type { Duplicate, Duplicates } from '../../data/types.gen.ts'
import { number, t } from '../../text/index.ts'
import { Icon } from '../../ui/icon.tsx'
import { Card } from './card.tsx'

const EACH = 50
type Looked = { items: Duplicate[]; seen: number; cursor?: string | null; message?: string | null }

export function Twins() {
  const [looked, setLooked] = useState<Looked | undefined>()
  const [wait, setWait] = useState(false), [problem, setProblem] = useState<string | undefined>()
  const look = async () => {
    setWait(true)
    setProblem(undefined)
    try {
      const query = { unit: unit.value.code, year: year.value, limit: EACH, cursor: looked?.cursor ?? undefined }
      const page: Duplicates = await api('GET', '/duplicates', { query })
      const items = [...(looked?.items ?? []), ...page.items]
      setLooked({ items, seen: (looked?.seen ?? 0) + EACH, cursor: page.cursor, message: page.elsewhere.message })
    } catch (x) {
      setProblem((x as Problem).message)
    }
    setWait(false)
  }
  return (
    <Card icon="twins" title={t('home.twins')} of={{ data: looked ?? { items: [], seen: 0 }, waiting: false }}>{({ items, seen, cursor, message }: Looked) => <>
      {!looked && <p class="quiet">{t('home.twins.text')}</p>}
      {looked && items.length === 0 && <p role="status">{t('home.twins.none', { n: number(seen) })}</p>}
      <ul class="todo">{items.map(x => <li key={`${x.a} ${x.b}`}><Pair of={x} /></li>)}</ul>
      {message && <p class="quiet">{message}</p>}
      {problem && <p class="problem" role="alert"><Icon name="alert" />{problem}</p>}
      {(!looked || cursor) && <button type="button" class="button" disabled={wait} onClick={() => void look()}>
        {t(looked ? 'home.twins.next' : 'home.twins.go')}
      </button>}
    </>}</Card>
  )
}

const Pair = ({ of: x }: { of: Duplicate }) => (
  <div class="line"><span class="dot warning" /><span>
    {x.a && <a href={`/ho-so/learners/${x.a}`}>{x.a}</a>}{x.record && <> · <a href={`/ho-so/learners/${x.record}`}>{x.record}</a></>}
    <small class="line-note">{x.message ?? x.unit.name}</small>
    {x.reasons?.length ? <small class="line-note">{x.reasons.map(r => r.reason).join(', ')}</small> : null}
  </span></div>
)
