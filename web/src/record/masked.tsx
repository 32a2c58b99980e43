/* masked.tsx - numbers and addresses of a list, shown wholly once it is said what for. */
import { useId, useState } from 'preact/hooks'
import { tell } from '../text/list.ts'
import { wordsSaid } from '../text/words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'

const WORDS = 3

type Props = { onTold: (purpose: string) => void }

export function Masked({ onTold }: Props) {
  const [asking, setAsking] = useState(false)
  return (
    <p class="quiet"><Icon name="key" /> {tell('masked')} <button type="button" class="link" onClick={() => setAsking(true)}>{tell('unmask')}</button>
      {asking && <Ask onClose={() => setAsking(false)} onTold={onTold} />}</p>
  )
}

function Ask({ onClose, onTold }: Props & { onClose: () => void }) {
  const [typed, setTyped] = useState(''), [told, setTold] = useState(false), id = useId()
  const clean = typed.trim().replace(/\s+/g, ' '), short = wordsSaid(clean) < WORDS
  const go = () => {
    if (short) { setTold(true); document.getElementById(id)?.focus() }
    else { onClose(); onTold(clean) }
  }
  return (
    <Dialog title={tell('unmask.title')} onClose={onClose} onSubmit={go}
      actions={<button type="submit" class="button primary">{tell('unmask.go')}</button>}>
      <label class="stack">{tell('unmask.for')}<input id={id} value={typed} maxLength={200} autocomplete="off" aria-required="true"
        placeholder={tell('unmask.like')} aria-invalid={told && short}
        aria-describedby={told && short ? id + '-bad' : undefined} onInput={e => setTyped(e.currentTarget.value)} /></label>
      {told && short && <p class="problem" id={id + '-bad'}><Icon name="alert" />{tell('unmask.short', { n: WORDS })}</p>}
      <p class="quiet">{tell('unmask.kept')}</p>
    </Dialog>
  )
}
