/* lists.tsx - the lists of what is missing for a purpose, and how many people of a school have everything. */
import { unit, year } from '../../app/session.ts'
import type { Checklist } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { language, number } from '../../text/index.ts'
import { tell } from '../../text/quality.ts'
import { Share as Bar } from '../../ui/share.tsx'
import { Show } from '../../ui/state.tsx'

export const ALL_LISTS = '/chat-luong?xem=danh-sach'
export const listAt = (name: string) => `/con-thieu/${name}`
export const calledOf = (x: Checklist) => (language.value === 'en' ? x.label_en : x.label)

export function Lists() {
  return <Show of={useGet('/quality/checklists')} right={['quality', 'read']}>{({ items }) => (
    <ul class="lists">{items.map(x => (unit.value.kind === 'school' ? <OfSchool key={x.name} x={x} />
      : <li key={x.name} class="card"><h2>{calledOf(x)}</h2><Open name={x.name} /></li>))}</ul>
  )}</Show>
}

const Open = ({ name }: { name: string }) => <p><a class="button" href={listAt(name)}>{tell('l.open')}</a></p>

/* Those that concern nobody in the school come last. */
function OfSchool({ x }: { x: Checklist }) {
  const told = useGet('/quality/checklists/{name}', { at: { name: x.name }, query: { unit: unit.value.code, year: year.value, limit: 1 } })
  return (
    <li class={'card' + (told.data?.records === 0 ? ' of-nobody' : '')}><h2>{calledOf(x)}</h2>
      <Show of={told} rows={1}>{({ records, complete }) => (records === 0 ? <p class="quiet">{tell('l.nobody')}</p> : <>
        <p>{tell('l.whole', { n: number(complete), of: number(records) })}</p><Bar parts={[['good', complete / records]]} />
        {complete < records && <Open name={x.name} />}
      </>)}</Show></li>
  )
}
