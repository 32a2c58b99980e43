/* request.tsx - this school asks for somebody who stands before it.  Code, name and birth date together prove it; whether one of them is wrong or
 * there is no such person, the server says the same, and nothing is looked at before it does. */
import { useState } from 'preact/hooks'
import { may, unit } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import { readPartial } from '../../record/read.ts'
import { readDate, t } from '../../text/index.ts'
import { tell, type MoveKey } from '../../text/move.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { ClassInput, Day, forgetMoves, OtherGrade, presentDay, Text, useGrade, yearOfDay } from './parts.tsx'

type Said = { staff: boolean; code: string; name: string; born: string; to: string; of: number; day: string; reason: string }

/* A whole day, or the year alone where no more is known. */
const bornIn = (text: string) => { const v = readPartial(text); return v && v.length !== 7 ? v : undefined }

const nothing: Said = { staff: false, code: '', name: '', born: '', to: '', of: 0, day: '', reason: '' }

/* A class of another school year than the day's is none. */
const classOf = (s: Said) => (s.of === yearOfDay(s.day) ? s.to : '')

function lackOf(s: Said): MoveKey | undefined {
  if (!s.code.trim()) return 'lack.code'
  if (!s.name.trim()) return 'lack.name'
  if (!bornIn(s.born)) return 'lack.born'
  if (!s.staff && !classOf(s)) return 'lack.class'
  return readDate(s.day) ? undefined : 'lack.day'
}

export function Request({ onClose, onDone }: { onClose: () => void; onDone: (words: string) => void }) {
  const [said, setSaid] = useState<Said>(() => ({ ...nothing, day: presentDay() }))
  const set = (change: Partial<Said>) => setSaid({ ...said, ...change }), lack = lackOf(said)
  const { sending, problem, send, clear } = useSending(), grade = useGrade()
  const go = () => send(async () => {
    if (lack || !grade.ready) return
    const body = { unit: unit.value.code, person_code: said.code.trim(), full_name: said.name.trim(), birth_date: bornIn(said.born) ?? '',
      class: said.staff ? undefined : classOf(said),
      day: readDate(said.day) ?? '', reason: said.reason.trim() || undefined, other_grade: grade.meant || undefined }
    await grade.watch(api('POST', '/transfers/requests', { body }))
    await forgetMoves()
    onDone(tell('requested', { name: said.name.trim() }))
  })
  return (
    <Dialog title={tell('tr.request')} onClose={onClose} onSubmit={() => void go()}
      actions={<><Lacks words={lack ? tell(lack) : ''} />
        <button type="submit" class="button primary" disabled={Boolean(lack) || !grade.ready || sending}>
          {sending ? t('form.saving') : tell('request.do')}</button></>}>
      <p>{tell('request.what')}</p>
      {may('staff_transfer', 'write') && <fieldset class="choice"><legend>{tell('request.kind')}</legend>
        {[false, true].map(staff => <label key={String(staff)}><input type="radio" name="kind" checked={said.staff === staff}
          onChange={() => set({ staff })} /><span>{tell(staff ? 'tr.staff' : 'tr.learner')}</span></label>)}</fieldset>}
      <Text label={tell('request.code')} value={said.code} onInput={code => set({ code })} />
      <Text label={tell('request.name')} value={said.name} onInput={name => set({ name })} />
      <Text label={tell('request.born')} value={said.born} onInput={born => set({ born })} />
      {!said.staff && <ClassInput of={yearOfDay(said.day)} value={classOf(said)}
        onChange={to => { grade.forget(); clear(); set({ to, of: yearOfDay(said.day) }) }} />}
      <Day label={tell('tr.day')} text={said.day} onInput={day => { clear(); set({ day }) }} />
      <Text long label={tell('tr.reason')} value={said.reason} onInput={reason => set({ reason })} />
      <OtherGrade of={grade} />
      <Refused text={problem} />
    </Dialog>
  )
}
