/* ask.tsx - asks for help, reports a fault or suggests something, from the screen one is on. */
import { useState } from 'preact/hooks'
import { path } from '../../app/router.ts'
import { api } from '../../data/api.ts'
import { draft, forgetDraft } from '../../data/draft.ts'
import { forget } from '../../data/use.ts'
import { t } from '../../text/index.ts'
import { tell } from '../../text/support.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { usePlace } from './one.tsx'

const MOST = 2000

export function Ask({ onClose }: { onClose: () => void }) {
  const [page] = useState(path.peek()), kept = draft('request', ''), text = kept.value, [sent, setSent] = useState(false)
  const { sending, problem, send } = useSending()
  const place = usePlace(page).words
  const ask = () => send(async () => {
    await api('POST', '/requests', { body: { page, text: text.trim() } })
    forget('/requests')
    forgetDraft('request')
    setSent(true)
  })
  if (sent) return (
    <Dialog title={tell('help.ask')} onClose={onClose} onSubmit={onClose} actions={<button type="submit" class="button primary">{t('form.close')}</button>}>
      <p class="sent" role="status"><Icon name="check" />{tell('ask.sent')}</p>
      {page !== '/tro-giup' && <p><a href="/tro-giup" onClick={onClose}>{tell('mine.title')}</a></p>}
    </Dialog>
  )
  return (
    <Dialog wide title={tell('help.ask')} onClose={onClose} onSubmit={() => void ask()}
      actions={<button type="submit" class="button primary" disabled={sending || !text.trim()}>{tell('ask.send')}</button>}>
      <label class="stack">{tell('ask.text')}
        <textarea rows={7} value={text} maxLength={MOST} aria-describedby="ask-hint" onInput={e => { kept.value = e.currentTarget.value }} /></label>
      <p class="problem warning" id="ask-hint"><Icon name="alert" /><span>{tell('ask.hint')}</span></p>
      <p class="quiet">{tell('ask.from', { place })}</p>
      <Refused text={problem} />
    </Dialog>
  )
}
