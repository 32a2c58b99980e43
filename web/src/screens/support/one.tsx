/* one.tsx - a request as a card: where it came from, what was written, what was answered. */
import type { ComponentChildren } from 'preact'
import { menu } from '../../app/session.ts'
import type { SupportRequest } from '../../data/types.gen.ts'
import { moment, say, t } from '../../text/index.ts'
import { tell } from '../../text/support.ts'
import { To } from '../../ui/to.tsx'

/* A screen is called as in the menu; one that is not in the reader's, by its address. */
export function placeOf(page: string): string {
  const entry = menu.flatMap(g => g.entries).find(e => page === e.to || page.startsWith(e.to + '/'))
  return page === '/' ? t('home.title') : entry ? `${entry.number} ${say(entry.label)}` : page
}

const Lines = ({ text }: { text: string }) => <>{text.split('\n').map((p, i) => <p key={i}>{p}</p>)}</>

export function One({ x, of, children }: { x: SupportRequest; of?: string; children?: ComponentChildren }) {
  const answered = x.state === 'answered'
  return (
    <article class="card request">
      <header>
        <h3>{of ?? tell('one.place', { place: placeOf(x.page) })}</h3>
        <span class={'status ' + (answered ? 's01' : 'wait')}>{tell(answered ? 'one.answered' : 'one.open')}{x.seen_at && `, ${tell('one.read')}`}</span>
        <p class="quiet">{of && <><To href={`${x.page}?don-vi=${x.unit}`}>{tell('one.place', { place: placeOf(x.page) })}</To> · </>}
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
