/* records.tsx - who stands behind a figure, at the right of it: each leads to its record. */
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { CountedRecord, Rec, Report, ReportCell } from '../../data/types.gen.ts'
import type { Page } from '../../data/types.ts'
import type { Answer } from '../../data/use.ts'
import { recordAddress } from '../../record/here.ts'
import { asShown, Shown } from '../../record/shown.tsx'
import { useType, valueOf, type Item, type Type } from '../../record/type.ts'
import { number, t } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { computeWords, mayCompute } from './actions.tsx'
import { placeOf } from './cells.ts'

const PAGE = 50

export function Records({ r, at, words }: { r: Report; at: string; words: string }) {
  const { row, column } = placeOf(at), path = `/reports/${encodeURIComponent(r.id)}/cells/${row}/${column}/records?limit=${PAGE}`
  const pages = usePages<CountedRecord>(path), first = pages.first as Answer<Page<CountedRecord> & ReportCell>, { sending, problem, send } = useSending()
  return <>
    <p>{words}</p>
    {first.error?.key === 'report.no_basis' ? <p class="bar-note"><Icon name="alert" />{tell('rec.before')}
      {mayCompute(r) && ' ' + tell('rec.again', { act: computeWords() })}</p>
      : <Show of={first} rows={6}>{({ left_out, unlisted, plural }) => <>
      {pages.items.length > 0 ? <Listed r={r} plural={plural} items={pages.items} />
        : !pages.more && left_out + unlisted === 0 && <Empty text={tell('rec.none')} />}
      {left_out > 0 && <p class="quiet">{tell('rec.out', { n: number(left_out) })}</p>}
      {unlisted > 0 && <p class="quiet">{tell('rec.unlisted', { n: number(unlisted) })}</p>}
      {pages.more && <p><button type="button" class="button" disabled={sending}
        onClick={() => void send(async () => pages.more?.())}>{t('list.more')}</button></p>}
      <Refused text={problem} />
    </>}</Show>}
  </>
}

/* By what the list of the type calls them, and whose class they are of; of what is not there any more its code alone. */
function Listed({ r, plural, items }: { r: Report; plural: string; items: CountedRecord[] }) {
  const type = useType(plural).data, names = useNames(r, type, items)
  if (!type) return null
  const [title, beside] = columnsOf(type)
  return (
    <ul class="todo counted">{items.map(x => {
      const now = names.get(x.code)
      return (
        <li key={x.code}><a class="line" href={recordAddress(plural, x.code)}>
          <span><strong>{title && now ? <Shown of={asShown(title)} value={valueOf(now, title.path)} none={x.code} /> : x.code}</strong>
            {x.unit_name !== r.unit_name && type.plural !== 'schools' && <small class="line-note">{x.unit_name}</small>}
            {(x.now || x.person_changed) && <small class="line-note">{tell('rec.changed')}</small>}</span>
          {beside && now && <small class="beside"><Shown of={asShown(beside)} value={valueOf(now, beside.path)} /></small>}
        </a></li>)
    })}</ul>
  )
}

/* What a list of them begins with, and the next that says where they belong. */
function columnsOf(type: Type): [Item | undefined, Item | undefined] {
  const [title, ...rest] = type.screen.list
  return [title, rest.find(x => x.path.endsWith('.title')) ?? rest.find(x => x.type === 'code')]
}

function useNames(r: Report, type: Type | undefined, items: CountedRecord[]): Map<string, Rec> {
  const [names, setNames] = useState(new Map<string, Rec>()), wanted = items.filter(x => !names.has(x.code)).map(x => x.code)
  useEffect(() => {
    if (!type || wanted.length === 0) return
    let here = true
    const fields = columnsOf(type).filter(x => x !== undefined).map(x => x.path).join(',')
    const body = { within: r.unit, year: Number(r.period.slice(0, 4)), limit: PAGE, fields, gone: true,
      filter: `code in (${wanted.slice(0, PAGE).map(c => `"${c}"`).join(', ')})` }
    api<Page<Rec>>('POST', `/${type.plural}/query`, { body }).then(page => {
      if (here) setNames(was => new Map([...was, ...page.items.map((x): [string, Rec] => [x.code, x])]))
    }, () => undefined)
    return () => { here = false }
  }, [type, wanted.join()])
  return names
}
