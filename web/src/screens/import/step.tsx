/* step.tsx - one of the four steps: when it is done only its line stays, and can be opened again. */
import { useEffect, useState } from 'preact/hooks'
import { toChildArray, type ComponentChildren } from 'preact'
import { tell } from '../../text/import.ts'
import { Icon } from '../../ui/icon.tsx'

/* open: as the work stands; whoever looks at it may open or close it meanwhile. */
type Props = { n: number; title: string; line?: ComponentChildren; open: boolean; done?: boolean; children?: ComponentChildren }

export function Step({ n, title, line, open, done, children }: Props) {
  const [shown, setShown] = useState(open)
  useEffect(() => setShown(open), [open])
  const full = toChildArray(children).length > 0, foldable = full && (done || !open)
  return (
    <section class={'card stage' + (shown && full ? ' open' : '') + (done ? ' done' : '')} aria-label={`${n}. ${title}`}>
      <header>
        <span class="stage-no" aria-hidden="true">{done ? <Icon name="check" /> : n}</span><h2>{title}</h2>
        {line && !(shown && full) && <span class="stage-line">{line}</span>}
        {foldable && <button type="button" class="link" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {tell(shown ? 'step.fold' : 'step.look')}<span class="hidden"> {title}</span></button>}
      </header>
      {shown && full && <div class="stage-body">{children}</div>}
    </section>
  )
}
