/* one.tsx - a request as a card: where it came from, what was written, what was answered. */
import type { ComponentChildren } from 'preact'
import { may, menu } from '../../app/session.ts'
import type { SupportRequest, TypeName } from '../../data/types.gen.ts'
import { useGet } from '../../data/use.ts'
import { moment, say, t } from '../../text/index.ts'
import { tell } from '../../text/support.ts'
import { To } from '../../ui/to.tsx'

type Place = { words: string; open: boolean }

/* A screen is called as in the menu; of records that are not in the reader's, as their type is.  open: the reader may go there. */
function placeAmong(types: TypeName[], page: string): Place {
  const all = menu.flatMap(g => g.entries), under = (at: string) => all.find(e => at === e.to || at.startsWith(e.to + '/'))
  const entry = under(page) ?? (page.startsWith('/con-thieu/') ? under('/chat-luong') : undefined)
  if (page === '/') return { words: t('home.title'), open: true }
  if (entry) return { words: `${entry.number} ${say(entry.label)}`, open: true }
  if (page === '/tro-giup') return { words: t('help.title'), open: true }
  if (page === '/quan-tri/phien') return { words: t('sessions.title'), open: true }
  const type = types.find(x => x.plural === /^\/(?:ho-so|nhap)\/(\w+)/.exec(page)?.[1])
  return type ? { words: say(type.label), open: may(type.module, 'read') } : { words: tell('one.apart'), open: false }
}

export const usePlace = (page: string) => placeAmong(useGet('/types').data?.items ?? [], page)

const Lines = ({ text }: { text: string }) => <>{text.split('\n').map((p, i) => <p key={i}>{p}</p>)}</>

export function One({ x, of, children }: { x: SupportRequest; of?: string; children?: ComponentChildren }) {
  const answered = x.state === 'answered', { words, open } = usePlace(x.page), place = tell('one.place', { place: words })
  return (
    <article class="card request">
      <header>
        <h3>{of ?? place}</h3>
        <span class={'status ' + (answered ? 's01' : 'wait')}>{tell(answered ? 'one.answered' : 'one.open')}{x.seen_at && `, ${tell('one.read')}`}</span>
        <p class="quiet">{of && <><To href={open ? `${x.page}?don-vi=${x.unit}` : undefined}>{place}</To> · </>}
          {x.mine ? moment(x.asked_at) : tell('one.by', { who: x.asked_by ?? '', when: moment(x.asked_at) })}</p>
      </header>
      <Lines text={x.text} />
      {x.answer && <section class="answer">
        <h4>{tell('one.answer')} <small>{tell('one.by', { who: x.answered_by ?? '', when: moment(x.answered_at ?? '') })}</small></h4>
        <Lines text={x.answer} />
      </section>}
      {children}
    </article>
  )
}
