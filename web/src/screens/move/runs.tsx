/* runs.tsx - the roll-overs there were; what nobody built on can be taken back. */
import { useState } from 'preact/hooks'
import { unit } from '../../app/session.ts'
import { api, query, type Problem } from '../../data/api.ts'
import { usePages } from '../../data/pages.ts'
import type { Rollover } from '../../data/types.gen.ts'
import { moment, number, showYear, t } from '../../text/index.ts'
import { tell, type MoveKey } from '../../text/move.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useSending } from '../../ui/sending.tsx'
import { Show } from '../../ui/state.tsx'
import { Figures } from './plan.tsx'
import { Problems, Sentences } from './problems.tsx'
import { forgetYear } from './rollover.tsx'

const states: Record<string, MoveKey> = { done: 'run.done', partly_undone: 'run.partly', undone: 'run.undone' }

export function Runs({ mayUndo, onUndone }: { mayUndo: boolean; onUndone: (words: string) => void }) {
  const list = usePages<Rollover>(`/rollovers${query({ unit: unit.value.code, limit: 20 })}`), [asked, setAsked] = useState<Rollover>()
  return (
    <section class="runs"><h2>{tell('run.title')}</h2>
      <Show of={list.first} rows={3}>{() => list.items.length === 0 ? <p class="quiet">{tell('run.none')}</p>
        : <ol class="history">{list.items.map(x => <li key={x.id} class={x.state === 'undone' ? 'undone' : ''}>
            <p><strong>{tell('ro.years', { from: showYear(x.year), to: showYear(x.year + 1) })}</strong> · {moment(x.made_at)}{x.made_by && ` · ${x.made_by}`}
              {' '}<span class={'status' + (x.state === 'done' ? ' s01' : '')}>{tell(states[x.state] ?? 'run.done')}</span></p>
            <p class="quiet">{tell('run.counts', { n: number(x.counts.enrolments), classes: number(x.counts.classes), leaving: number(x.counts.leaving) })}
              {x.taken_back > 0 && ' ' + tell('run.back', { n: number(x.taken_back), left: number(x.remaining) })}</p>
            {mayUndo && x.state !== 'undone' && <button type="button" class="button" onClick={() => setAsked(x)}>{tell('run.undo')}</button>}
          </li>)}</ol>}</Show>
      {list.more && <p><button type="button" class="button" onClick={() => void list.more?.()}>{t('state.more')}</button></p>}
      {asked && <Undo run={asked} onClose={() => setAsked(undefined)} onDone={words => { setAsked(undefined); onUndone(words) }} onSome={() => onUndone('')} />}
    </section>
  )
}

/* Of one that came back in part the rest is told, and why it stays; what was said of the run before holds no more. */
type UndoProps = { run: Rollover; onClose: () => void; onDone: (words: string) => void; onSome: () => void }

function Undo({ run, onClose, onDone, onSome }: UndoProps) {
  const { sending, send } = useSending(), [refusal, setRefusal] = useState<Problem>(), [left, setLeft] = useState<Rollover>()
  const go = () => send(async () => {
    if (left) return onClose()
    try {
      const x = await api('POST', '/rollovers/{id}/undo', { at: { id: run.id } })
      await forgetYear()
      if (x.remaining > 0) { setLeft(x); onSome() }
      else onDone(tell('run.undone.all', { n: number(x.taken_back) }))
    } catch (e) { setRefusal(e as Problem) }
  })
  return (
    <Dialog title={tell('run.undo')} onClose={onClose} onSubmit={() => void go()}
      actions={<button type="submit" class="button primary" disabled={sending}>{left ? t('form.close') : tell('run.undo')}</button>}>
      {left ? <><p>{tell('run.back', { n: number(left.taken_back), left: number(left.remaining) })}</p><Sentences all={left.problems ?? []} /></>
        : <><p>{tell('run.undo.what')}</p><Figures counts={run.counts} /></>}
      {refusal && <Problems of={refusal} />}
    </Dialog>
  )
}
