/* move.tsx - chosen pupils to another class: from today, or because they were put into the wrong one. */
import { useState } from 'preact/hooks'
import { year } from '../../app/session.ts'
import { now, schoolYear } from '../../data/clock.ts'
import type { Rec } from '../../data/types.ts'
import { sendChanges, type Change } from '../../record/lines.ts'
import { number, t } from '../../text/index.ts'
import { tell } from '../../text/class.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { byGrade, forgetClass, gradeName, useClasses } from '../classes.ts'
import { nameOf } from './pupils.tsx'

type Props = { rec: Rec; rows: Rec[]; onClose: () => void; onMoved: (words: string) => void }

const changeOf = (r: Rec, to: string, wrong: boolean, grade: boolean): Change =>
  ({ code: r.code, version: r.version, class: to, ...(wrong ? { first_class: to } : {}), ...(grade ? { other_grade: true } : {}) })

type Result = { to: string; moved: number; left: { name: string; words: string }[] }

export function Move({ rec, rows, onClose, onMoved }: Props) {
  const classes = (useClasses().data?.items ?? []).filter(c => c.code !== rec.code), present = schoolYear(now()) === year.value
  const [to, setTo] = useState(''), [wrong, setWrong] = useState(!present), [meant, setMeant] = useState(false), [result, setResult] = useState<Result>()
  const { sending, problem, send } = useSending(), target = classes.find(c => c.code === to), other = target !== undefined && target.grade !== rec.grade
  const go = () => send(async () => {
    if (!target || (other && !meant)) return
    const asked = rows, became = await sendChanges('enrolments', asked.map(r => changeOf(r, to, wrong,
      other))) // those chosen now: the list is read again meanwhile
    await forgetClass('/enrolments')
    const left = became.flatMap((x, i) => {
      const r = asked[i]
      return x.ok || !r ? [] : [{ name: nameOf(r), words: x.keys.includes('record.stale') ? tell('move.stale') : x.words.join(' ') }]
    })
    const came: Result = { to: String(target.name ?? ''), moved: asked.length - left.length, left }
    if (left.length) setResult(came)
    else onMoved(told(came))
  })
  if (result) return <Left of={result} onClose={() => onMoved(result.moved > 0 ? told(result) : '')} />
  const same = byGrade(classes.filter(c => c.grade === rec.grade)), others = byGrade(classes.filter(c => c.grade !== rec.grade))
  return (
    <Dialog title={tell('move.title', { n: number(rows.length) })} onClose={onClose} onSubmit={() => void go()}
      actions={<><Lacks words={!target ? tell('move.lack.class') : other && !meant ? tell('move.lack.grade') : ''} />
        <button type="submit" class="button primary" disabled={sending || !target || (other && !meant)}>
          {sending ? t('form.saving') : tell('move.yes', { n: number(rows.length) })}</button></>}>
      <p class="quiet">{rows.map(nameOf).join(', ')}</p>
      <label class="stack">{tell('move.to')}<select value={to} onChange={e => { setTo(e.currentTarget.value); setMeant(false) }}>
        <option value="">–</option>
        {[...same, ...others].map(([grade, own]) => <optgroup key={grade} label={gradeName(grade)}>
          {own.map(c => <option key={c.code} value={c.code}>{String(c.name ?? c.code)}</option>)}</optgroup>)}</select></label>
      {other && <label class="check"><input type="checkbox" checked={meant} onChange={e => setMeant(e.currentTarget.checked)} /> {tell('move.grade')}</label>}
      {present ? <fieldset class="plain-set"><legend class="hidden">{tell('move.do')}</legend>
        <label class="check"><input type="radio" name="why" checked={!wrong} onChange={() => setWrong(false)} /> <span>{tell('move.now')}
          <small>{tell('move.now.what')}</small></span></label>
        <label class="check"><input type="radio" name="why" checked={wrong} onChange={() => setWrong(true)} /> <span>{tell('move.wrong')}
          <small>{tell('move.wrong.what')}</small></span></label></fieldset> : <p class="quiet">{tell('move.past')}</p>}
      <Refused text={problem} />
    </Dialog>
  )
}

const told = (x: Result) => tell('move.done', { n: number(x.moved), to: x.to })

/* Who stayed where she was, and why. */
const Left = ({ of, onClose }: { of: Result; onClose: () => void }) => (
  <Dialog wide title={tell('move.do')} onClose={onClose} onSubmit={onClose} actions={<button type="submit" class="button primary">{t('form.close')}</button>}>
    {of.moved > 0 && <p class="done"><Icon name="check" />{told(of)}</p>}
    <p class="problem"><Icon name="alert" />{tell('move.refused', { n: number(of.left.length) })}</p>
    <ul>{of.left.map(x => <li key={x.name}><strong>{x.name}</strong>: {x.words}</li>)}</ul>
  </Dialog>
)
