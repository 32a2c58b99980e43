/* print.tsx - a class on paper: its list with empty columns to write in, or a card for each pupil to cut out. */
import { useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import type { Rec } from '../../data/types.ts'
import { Letterhead, printSheet, Signatures } from '../../record/paper.tsx'
import { number, showYear, t } from '../../text/index.ts'
import { tell as onPaper } from '../../text/paper.ts'
import { tell } from '../../text/class.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { teacherOf } from '../classes.ts'
import { bornOf, girls, nameOf, sexOf } from './pupils.tsx'

const BLANKS = [0, 3, 5, 8, 12]
type Props = { rec: Rec; rows: Rec[]; onClose: () => void }

export function PrintClass({ rec, rows, onClose }: Props) {
  const [what, setWhat] = useState<'list' | 'cards'>('list'), [blank, setBlank] = useState(5), [photos, setPhotos] = useState(false)
  const name = String(rec.name ?? ''), teacher = teacherOf(rec, 'homeroom_teacher')
  const go = () => { onClose(); void printSheet(what === 'list' ? <List {...{ name, teacher, rows, blank }} /> : <Cards {...{ name, rows, photos }} />) }
  const some = rows.some(r => r['learner.photo'])
  return (
    <Dialog title={tell('print.title', { name })} onClose={onClose} onSubmit={go}
      actions={<button type="submit" class="button primary"><Icon name="print" />{t('list.print')}</button>}>
      <label class="check"><input type="radio" name="what" checked={what === 'list'} onChange={() => setWhat('list')} /> {tell('print.list')}</label>
      <label class="check"><input type="radio" name="what" checked={what === 'cards'} onChange={() => setWhat('cards')} /> {tell('print.cards')}</label>
      {what === 'list' ? <label class="stack">{tell('print.blank')}<select value={blank} onChange={e => setBlank(Number(e.currentTarget.value))}>
        {BLANKS.map(n => <option key={n} value={n}>{n}</option>)}</select></label>
        : some && <label class="check"><input type="checkbox" checked={photos}
          onChange={e => setPhotos(e.currentTarget.checked)} /> {tell('print.photos')}</label>}
    </Dialog>
  )
}

type ListProps = { name: string; teacher: string; rows: Rec[]; blank: number }

const List = ({ name, teacher, rows, blank }: ListProps) => (
  <div class={blank > 3 ? 'lying' : 'upright'}>
    <Letterhead unit={unit.value.name} />
    <p class="paper-title">{tell('print.name', { name }).toUpperCase()}</p>
    <p class="paper-name">{tell('print.about', { year: showYear(year.value), n: number(rows.length), girls: number(girls(rows)) })}
      {teacher && <><br />{tell('print.teacher', { name: teacher })}</>}</p>
    <table class="class-paper"><thead><tr><th>{tell('pup.no')}</th><th>{tell('pup.name')}</th><th>{tell('pup.born')}</th><th>{tell('pup.sex')}</th>
      {Array.from({ length: blank }, (_, i) => <th key={i} class="blank" />)}</tr></thead>
      <tbody>{rows.map((r, i) => <tr key={r.code}><td class="ordinal">{i + 1}</td><td class="pupil">{nameOf(r)}</td><td>{bornOf(r)}</td><td>{sexOf(r)}</td>
        {Array.from({ length: blank }, (_, j) => <td key={j} />)}</tr>)}</tbody></table>
    <Signatures left={tell('print.homeroom')} right={onPaper('head')} />
  </div>
)

type CardsProps = { name: string; rows: Rec[]; photos: boolean }

const Cards = ({ name, rows, photos }: CardsProps) => (
  <div class="upright pupil-cards">{rows.map(r => (
    <section key={r.code}>
      <p class="of">{unit.value.name.toUpperCase()}</p>
      <p class="what">{tell('print.card').toUpperCase()} · {showYear(year.value)}</p>
      {photos && r['learner.photo'] ? <img src={`/api/v1/learners/${String(r.learner)}/files/photo`} alt="" /> : <span
        class="frame">{tell('print.photo')}</span>}
      <div><strong>{nameOf(r)}</strong><br />{tell('pup.born')}: {bornOf(r)}<br />{tell('class.title',
        { name })}<br />{tell('print.code')}: {String(r.learner)}</div>
    </section>
  ))}</div>
)
