/* trace.tsx - a file that was found is dropped, and the lines of the log that it comes from are told, with how sure that is. */
import { useState } from 'preact/hooks'
import { unit } from '../../app/session.ts'
import { api } from '../../data/api.ts'
import type { ExportFound, ExportTrace } from '../../data/types.gen.ts'
import { moment, number } from '../../text/index.ts'
import { tell as tellOut } from '../../text/export.ts'
import { tell } from '../../text/trace.ts'
import { DropBox } from '../../ui/dropbox.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { useWhat } from './line.tsx'

const FEW = 40 // places of which too few are left to be sure

export function Trace() {
  const [told, setTold] = useState<{ name: string; of: ExportTrace }>(), { sending, problem, send } = useSending()
  const ask = (file: File | undefined) => file && send(async () => {
    setTold(undefined)
    const body = new FormData()
    body.set('unit', unit.value.code)
    body.set('file', file, file.name)
    setTold({ name: file.name, of: await api<'POST', '/exports/trace'>('POST', '/exports/trace', { body }) })
  })
  return (
    <section class="card ask-file trace"><h2>{tell('trace.title')}</h2><p class="quiet">{tell('trace.lead')}</p>
      <DropBox words={tell('trace.choose')} kinds={tell('trace.kinds')} add={files => void ask(files[0])} />
      {sending && <p role="status" class="quiet">{tell('trace.reading')}</p>}
      <Refused text={problem} />
      {told && <div role="status"><h3>{told.name}</h3>{told.of.found.length === 0 ? <Nobody of={told.of} /> : <>
        <ol class="plainlist traced">{told.of.found.map(f => <Found key={f.export.id} f={f} />)}</ol>
        <p class="quiet">{told.of.found.length > 1 && tell('trace.joined')} {tell('trace.means')}</p></>}</div>}
    </section>
  )
}

function Nobody({ of }: { of: ExportTrace }) {
  return <p class="problem warning"><Icon name="alert" />
    <span>{tell('trace.nobody', { n: number(of.lines) })} {of.marks < FEW && tell('trace.few')}</span></p>
}

const rare = (zeros: number) => tell(zeros < 9 ? 'trace.million' : 'trace.billion')

function Found({ f }: { f: ExportFound }) {
  const x = f.export, { what, of } = useWhat(x)
  return (
    <li><strong>{x.asked_by ?? tell('trace.operator')}</strong> · {x.asked_at && moment(x.asked_at)} · {x.unit_name}
      <p>{what} <small>{of}</small></p>
      <p>{tellOut('exp.purpose')}: {x.purpose} · {tellOut('exp.persons')}: {number(x.persons)}</p>
      <p class="quiet">{tell(f.by_order ? 'trace.rows' : 'trace.marks', { agree: number(f.agree), marks: number(f.marks) })} {rare(f.zeros)}</p></li>
  )
}
