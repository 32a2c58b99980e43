/* faults.tsx - what is wrong in a school, rule by rule, with what to do and the records it is about; each leads to its field. */
import { setSearch } from '../../app/router.ts'
import { unit, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Fault, Severity } from '../../data/types.ts'
import type { QualityProblems, QualityRule } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { recordAddress } from '../../record/here.ts'
import { number, say, t } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { Empty, Show } from '../../ui/state.tsx'
import { CLASS, PickClass } from './ofclass.tsx'
import { asked, Pick } from './pick.tsx'

const RULE = 'quy-tac', SEVERITY = 'muc', TYPE = 'ho-so', PAGE = 50
const all = [RULE, SEVERITY, TYPE, CLASS]
const severities: Severity[] = ['error', 'warning', 'notice']

export function Faults() {
  const chosen = { unit: unit.value.code, year: year.value, severity: asked(SEVERITY), type: asked(TYPE), class: asked(CLASS) }, rule = asked(RULE)
  const list = usePages<Fault>(`/quality/problems${query({ ...chosen, rule, limit: PAGE })}`), told = list.first.data as QualityProblems | undefined
  const rules = useGet('/quality/rules').data?.items, whole = useGet('/quality/problems', rule ? { query: { ...chosen, limit: 1 } } : false).data
  const narrowed = all.some(x => asked(x))
  return <>
    <Filters rules={rules} counts={(rule ? whole : told)?.rules ?? {}} />
    <Show of={list.first} right={['quality', 'read']}>{() => list.items.length === 0
      ? <Empty text={tell(narrowed ? 'q.none.so' : 'q.none')}>{narrowed && <button type="button" class="button"
          onClick={() => setSearch(Object.fromEntries(all.map(x => [x, undefined])))}>{tell('q.clear')}</button>}</Empty>
      : byRule(list.items).map(same => <Rule key={same[0]?.rule} same={same} count={told?.rules[same[0]?.rule ?? ''] ?? same.length} />)}</Show>
    {list.more && <p class="center"><button type="button" class="button" onClick={() => void list.more?.()}>{t('state.more')}</button></p>}
  </>
}

function Filters({ rules, counts }: { rules?: QualityRule[]; counts: Record<string, number> }) {
  const types = useGet('/types').data?.items ?? [], ruled = new Set(rules?.flatMap(r => r.types))
  const words = (r: QualityRule) => `${r.message}${counts[r.name] ? ` (${number(counts[r.name] ?? 0)})` : ''}`
  return (
    <div class="filters open" role="search" aria-label={tell('q.filter')}>
      <Pick name={SEVERITY} label={tell('q.severity')} all={tell('q.any')} clears={[RULE]} options={severities.map(s => [s, t(`severity.${s}`)])} />
      <Pick name={RULE} label={tell('q.rule')} all={tell('q.any')}
        options={(rules ?? []).filter(r => counts[r.name] || r.name === asked(RULE)).map(r => [r.name, words(r)])} />
      <Pick name={TYPE} label={tell('q.type')} all={tell('q.any')} clears={[RULE]}
        options={types.filter(x => ruled.has(x.name)).map(x => [x.name, say(x.label)])} />
      <PickClass clears={[RULE]} />
    </div>
  )
}

function byRule(items: Fault[]): Fault[][] {
  const rules = new Map<string, Fault[]>()
  for (const x of items) rules.set(x.rule, [...(rules.get(x.rule) ?? []), x])
  return [...rules.values()]
}

function Rule({ same, count }: { same: Fault[]; count: number }) {
  const x = same[0]
  if (!x) return null
  const fields = same.some(f => f.label), details = same.some(f => f.detail), classes = same.some(f => f['class.title'])
  return (
    <section class="rule">
      <h2><span class={'dot ' + x.severity} /><span><span class="hidden">{t(`severity.${x.severity}`)}: </span>{x.message}</span>
        <small>{tell('q.count', { n: number(count) })}</small></h2>
      {x.remedy && <p class="quiet">{x.remedy}</p>}
      <div class="table slim"><table>
        <thead><tr><th scope="col">{tell('q.who')}</th>{classes && <th scope="col">{tell('q.class')}</th>}{fields && <th scope="col">{tell('q.where')}</th>}
          {details && <th scope="col">{tell('q.detail')}</th>}</tr></thead>
        <tbody>{same.map(f => (
          <tr key={`${f.record} ${f.field}`}><th scope="row"><Who f={f} /></th>
            {classes && <td data-label={tell('q.class')}>{f['class.title'] ?? <span class="none">–</span>}</td>}
            {fields && <td data-label={tell('q.where')}>{f.label}</td>}{details && <td data-label={tell('q.detail')}>{f.detail}</td>}</tr>))}</tbody>
      </table></div>
    </section>
  )
}

function Who({ f }: { f: Fault }) {
  const name = f.title ?? tell('q.record')
  return f.plural && f.record ? <a href={recordAddress(f.plural, f.record, { o: f.field })}>{name}</a> : <>{name}</>
}
