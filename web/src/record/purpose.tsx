/* purpose.tsx - sensitive data goes on paper only when it is asked for, with what for: that and who printed it then stand on the sheet. */
import { render } from 'preact'
import { useId, useState } from 'preact/hooks'
import { session } from '../app/session.ts'
import { t } from '../text/index.ts'
import { tell } from '../text/paper.ts'
import { wordsSaid } from '../text/words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'

/* purpose: sensitive data too, and why; without one nothing sensitive. */
export type Wish = { purpose?: string }
type Props = { title: string; hides: string[]; what?: string; onClose: () => void; onPrint: (wish: Wish) => void }

/* As it will be read: nothing in it that is not seen or turns what follows around. */
const shown = (s: string) => s.normalize('NFC').replace(/\s+/g, ' ').replace(HIDDEN, '').replace(/ +/g, ' ').trim()

const HIDDEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u0334-\u0338\u0488\u0489\u20d0-\u20f0\ua670-\ua672]/gu // as the server has it
const LEAST = 3   // words, as for a list that is shown whole

/* hides: what sensitive data there is. */
export function PaperDialog({ title, hides, what, onClose, onPrint }: Props) {
  const [all, setAll] = useState(false), [purpose, setPurpose] = useState(''), [told, setTold] = useState(false), id = useId()
  const clean = shown(purpose), short = all && wordsSaid(clean) < LEAST
  const go = () => {
    if (short) { setTold(true); document.getElementById(id)?.focus() }
    else { onClose(); onPrint(all ? { purpose: clean } : {}) }
  }
  return (
    <Dialog title={title} onClose={onClose} onSubmit={go}
      actions={<button type="submit" class="button primary"><Icon name="print" />{t('list.print')}</button>}>
      {hides.length > 0 && <>
        <label class="check"><input type="checkbox" checked={all} onChange={e => setAll(e.currentTarget.checked)} /> {tell('sensitive')}</label>
        <p class="quiet">{hides.join(', ')}</p>
        {all && <label class="stack">{tell('purpose')}<input id={id} value={purpose} maxLength={200} autocomplete="off" aria-required="true"
          aria-invalid={told && short} aria-describedby={told && short ? id + '-bad' : undefined} onInput={e => setPurpose(e.currentTarget.value)} /></label>}
        {told && short && <p class="problem" id={id + '-bad'}><Icon name="alert" />{tell('short', { n: LEAST })}</p>}
      </>}
      {what && <p class="quiet">{what}</p>}
    </Dialog>
  )
}

/* The same question where nothing else is asked; undefined: it is not to be printed. */
export function askWish(title: string, hides: string[], what?: string): Promise<Wish | undefined> {
  if (hides.length === 0) return Promise.resolve({})
  const box = document.createElement('div')
  document.body.append(box)
  return new Promise(done => {
    const end = (wish?: Wish) => { render(null, box); box.remove(); done(wish) }
    let wish: Wish | undefined
    const close = () => queueMicrotask(() => end(wish))   // after what was wished is known
    render(<PaperDialog title={`${t('list.print')}: ${title}`} hides={hides} what={what} onClose={close} onPrint={w => { wish = w }} />, box)
  })
}

/* At the foot of the sheet. */
export const Purpose = ({ purpose }: Wish) => purpose === undefined ? null
  : <p class="paper-purpose">{tell('for', { what: purpose, who: session.value.username })}</p>
