/* clash.tsx - two people changed the same field of one record: the second is asked, field by field.  Nothing typed is lost before. */
import { useState } from 'preact/hooks'
import { moment, say, t } from '../text/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { settle, type Clash, type Draft } from './draft.ts'
import { Shown } from './shown.tsx'


export function ClashDialog({ d }: { d: Draft }) {
  const all = d.clash.value
  return all ? <Choose d={d} all={all} /> : null
}
/* What was copied of one person goes with the name: never half of one and half of another. */
function Choose({ d, all }: { d: Draft; all: Clash[] }) {
  const [theirs, setTheirs] = useState<string[]>([]), of = (name: string) => d.whose?.[name] ?? name
  const take = (name: string, on: boolean) => {
    const together = all.map(c => c.field.name).filter(x => of(x) === of(name))
    setTheirs(now => [...now.filter(x => !together.includes(x)), ...(on ? together : [])])
  }
  return (
    <Dialog wide title={t('form.clash')} onClose={() => { d.clash.value = undefined }} onSubmit={() => void settle(d, new Set(theirs))}
      actions={<button type="submit" class="button primary">{t('form.settle')}</button>}>
      <p class="quiet">{t('form.clash.why')}</p>
      {all.map(c => (
        <fieldset key={c.field.name} class="clash"><legend>{say(c.field.label)}</legend>
          <label><input type="radio" name={'c-' + c.field.name} checked={!theirs.includes(c.field.name)} onChange={() => take(c.field.name, false)} />
            <span><small>{t('form.mine')}</small><strong><Shown of={c.field} value={c.mine} /></strong></span></label>
          <label><input type="radio" name={'c-' + c.field.name} checked={theirs.includes(c.field.name)} onChange={() => take(c.field.name, true)} />
            <span><small>{t('form.theirs', { who: c.by ?? t('hist.system'), at: c.at ? moment(c.at) : '' })}</small><strong>
              <Shown of={c.field} value={c.theirs} /></strong></span></label>
        </fieldset>
      ))}
    </Dialog>
  )
}
