/* agree.tsx - a transfer is agreed to: a pupil who comes goes into a class; one who leaves needs only the day. */
import { useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import type { Transfer } from '../../data/types.gen.ts'
import { readDate, showDate, t } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { actKey } from './line.tsx'
import { ClassInput, Day, forgetMoves, OtherGrade, useDecided, useGrade, yearOfDay } from './parts.tsx'

/* act: does it and says so, where that is not the page of transfers. */
type Props = { x: Transfer; onClose: () => void; onDone?: (words: string) => void; act?: (f: () => Promise<unknown>) => Promise<void> }

export function Agree({ x, onClose, onDone, act }: Props) {
  const comes = x.started_by === 'from', asks = comes && x.type === 'learner', name = x.name ?? x.person ?? ''
  const [picked, setPicked] = useState({ class: '', of: 0 }), [day, setDay] = useState(showDate(x.day)), of = yearOfDay(day)
  const { sending, problem, send, clear } = useSending(), grade = useGrade()
  const to = picked.of === of ? picked.class : '', decided = useDecided(x)
  const date = readDate(day), ready = !decided && Boolean(date) && (!asks || to !== '') && grade.ready
  const go = () => send(async () => {
    if (!ready) return
    const agree = () => api('POST', '/transfers/{transfer}/agree', { at: { transfer: x.code },
      body: { class: to || undefined, day: date, other_grade: grade.meant || undefined } })
    await grade.watch<unknown>(act ? act(agree) : agree())
    await forgetMoves()
    onDone?.(tell(comes ? 'agree.came' : 'agree.went', { name }))
  })
  return (
    <Dialog title={`${tell(actKey(x, 'agree'))}: ${name}`} onClose={onClose} onSubmit={() => void go()}
      actions={<><Lacks words={asks && !to ? tell('lack.class') : !date ? tell('lack.day') : ''} />
        <button type="submit" class="button primary" disabled={!ready || sending}>{sending ? t('form.saving') : tell(actKey(x, 'agree'))}</button></>}>
      <p>{tell(comes ? 'agree.from' : 'agree.to', { school: comes ? x.from.name : x.to.name })}</p>
      {asks && <ClassInput of={of} value={to} first={x.grade ?? undefined}
        onChange={v => { grade.forget(); clear(); setPicked({ class: v, of }) }} />}
      <Day label={tell('tr.day')} text={day} onInput={text => { clear(); setDay(text) }} />
      <OtherGrade of={grade} />
      <Refused text={decided ?? problem} />
    </Dialog>
  )
}
