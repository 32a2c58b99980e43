/* secret.tsx - what is shown once: a one-time password, and the slip of paper that hands it over; the key of a program. */
import type { ComponentChildren } from 'preact'
import { tell as onPaper } from '../../text/paper.ts'
import { tell } from '../../text/admin.ts'
import { printSheet } from '../../record/paper.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'

type Line = { label: string; value: string; secret?: boolean }
type Props = { title: string; lines: Line[]; note: string; slip?: string; onClose: () => void; children?: ComponentChildren }

export function Secret({ title, lines, note, slip, onClose }: Props) {
  const print = () => void printSheet(<Slip title={slip ?? title} lines={lines} note={note} />)
  return (
    <Dialog title={title} onClose={() => { if (confirm(tell('secret.sure'))) onClose() }} onSubmit={onClose} actions={<>
      {slip && <button type="button" class="button" onClick={print}><Icon name="print" />{tell('slip.print')}</button>}
      <button type="submit" class="button primary">{tell('secret.done')}</button></>}>
      <dl class="secret">{lines.map(x => <div key={x.label}><dt>{x.label}</dt><dd class={x.secret ? 'shown-once' : ''}>{x.value}</dd></div>)}</dl>
      <p class="problem warning"><Icon name="alert" />{tell('secret.once')}</p>
      <p>{note}</p>
    </Dialog>
  )
}

const Slip = ({ title, lines, note }: { title: string; lines: Line[]; note: string }) => (
  <div class="slip">
    <p class="paper-title">{title.toUpperCase()}</p>
    <dl>{[{ label: tell('slip.at'), value: location.origin }, ...lines].map(x => <div key={x.label}><dt>{x.label}</dt><dd
      class={'secret' in x && x.secret ? 'shown-once' : ''}>{x.value}</dd></div>)}</dl>
    <p>{note}</p><p>{tell('slip.keep')}</p><p class="quiet">{onPaper('sign')}</p><span class="dots" />
  </div>
)
