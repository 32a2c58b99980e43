/* offer.tsx - this school offers one of its people to another school, which then agrees or refuses. */
import { useState } from 'preact/hooks'
import { unit, year } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { UnitName } from '../../data/types.gen.ts'
import { titleFor, noteTitle, typeNamed } from '../../record/known.ts'
import { useFound } from '../../record/found.ts'
import { UnitInput } from '../../record/unitinput.tsx'
import { readDate, t } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { Day, forgetMoves, presentDay, Text } from './parts.tsx'

type Props = { given?: { type: string; code: string }; onClose: () => void; onDone: (words: string) => void }

export function Offer({ given, onClose, onDone }: Props) {
  const type = given?.type ?? 'learner', [person, setPerson] = useState(given?.code ?? ''), [to, setTo] = useState<UnitName>()
  const [day, setDay] = useState(presentDay()), [reason, setReason] = useState(''), { sending, problem, send } = useSending()
  const date = readDate(day), name = person ? titleFor(type, person) ?? '…' : ''
  const go = () => send(async () => {
    if (!to || !date || !person) return
    await api('POST', '/transfers', { body: { person, to_school: to.code, day: date, reason: reason.trim() || undefined } })
    await forgetMoves()
    onDone(tell('offered', { name, school: to.name }))
  })
  return (
    <Dialog title={tell('tr.offer')} onClose={onClose} onSubmit={() => void go()}
      actions={<><Lacks words={!person ? tell('lack.person') : !to ? tell('lack.school') : !date ? tell('lack.day') : ''} />
        <button type="submit" class="button primary" disabled={!person || !to || !date || sending}>{sending ? t('form.saving') : tell('offer.do')}</button></>}>
      {given ? <p><strong>{name}</strong> <code>{person}</code></p> : <Person type={type} value={person} name={name} onChange={setPerson} />}
      <div class="stack"><label for="offer-to">{tell('offer.to')}</label>
        <UnitInput id="offer-to" everywhere value={to} but={[unit.value.code]} onChange={setTo} /></div>
      <Day label={tell('tr.day')} text={day} onInput={setDay} />
      <Text long label={tell('tr.reason')} value={reason} onInput={setReason} />
      <p class="hint">{tell('offer.outside')}</p>
      <Refused text={problem} />
    </Dialog>
  )
}

type PersonProps = { type: string; value: string; name: string; onChange: (code: string) => void }

function Person({ type, value, name, onChange }: PersonProps) {
  const [typed, setTyped] = useState(''), [open, setOpen] = useState(false)
  const { options, waiting } = useFound(typeNamed(type), { unit: unit.value.code, year: year.value }, typed, open)
  return (
    <div class="stack"><label for="offer-who">{tell('offer.who')}</label>
      <Combobox id="offer-who" value={value || null} label={name} options={() => options} onType={setTyped} onOpen={() => setOpen(true)} waiting={waiting}
        placeholder={t('form.type')} onChange={(code, label) => { if (code && label) noteTitle(type, code, label); onChange(code ?? '') }} /></div>
  )
}
