/* inbox.tsx - what waits for my word, one list; each is opened at the right, answered there or by a key, and the next comes. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { forget } from '../../data/use.ts'
import { moment, number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty, Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { forgetReports } from '../../screens/report/state.tsx'
import { Bulk } from './bulk.tsx'
import { nameOf, useCalled } from './called.ts'
import { Asked, Opened } from './open.tsx'
import { elsewhere } from './became.ts'
import { useWaiting, type Wait } from './waiting.ts'

export type Answer = 'yes' | 'no'

export function Inbox() {
  const waiting = useWaiting(), all = waiting.data ?? []
  const [open, setOpen] = useState<string>(), [asks, setAsks] = useState<Answer>(), [said, setSaid] = useState<string>()
  const list = useRef<HTMLUListElement>(null), called = useCalled()
  const at = all.findIndex(x => x.key === open), now = all[at]
  const stand = (x: Wait | undefined) => { setOpen(x?.key); if (x) focusRow(list.current, x.key) }
  const done = async (x: Wait, words: string) => {
    const next = all[at + 1] ?? all[at - 1]
    setAsks(undefined)
    setSaid(words)
    waiting.drop([x.key])
    stand(next)
    await Promise.all([forgetReports(), forget('/exports'), forget('/transfers')])
  }
  /* Somebody else was faster: told, and the list goes on. */
  const act = (x: Wait) => async (f: () => Promise<unknown>) => {
    try {
      await f()
      await done(x, tell('inbox.ok', { what: nameOf(x, called) }))
    } catch (e) {
      await done(x, await elsewhere(e, x, nameOf(x, called)))
    }
  }
  /* Nothing is answered that was not looked at: the first is opened instead. */
  const answer = (x: Answer) => {
    if (now) return setAsks(x)
    stand(all[0])
    if (all[0]) setSaid(tell('inbox.first'))
  }
  useKeys({ j: () => stand(all[Math.min(at + 1, all.length - 1)]), k: () => stand(all[Math.max(at - 1, 0)]), a: () => answer('yes'),
    r: () => answer('no'), o: () => document.querySelector<HTMLElement>('.panel .form-box [tabindex="0"]')?.focus() })
  return (
    <section class="page inbox">
      <header class="head"><div><h1><No at="/duyet" />{tell('inbox.title')} <span class="count" role="status">{waiting.data && number(all.length)}</span></h1>
        {all.length > 0 && <p class="quiet by-keys">{tell('inbox.how')}</p>}</div>
        <div class="actions">{all.some(x => x.kind === 'report') && <Bulk all={all} onDone={(keys, words) => {
          waiting.drop(keys); setOpen(undefined); setSaid(words); void forgetReports() }} />}</div></header>
      <p class="said" role="status">{said}</p>
      <Show of={waiting} right={['export', 'approve']}>{() => all.length === 0 ? <Empty text={tell('inbox.none')} />
        : <ul class="inbox-list" ref={list} aria-label={tell('inbox.list')}>{all.map(x => (
          <li key={x.key}><button type="button" class="inbox-row" data-key={x.key} aria-pressed={x.key === open} onClick={() => setOpen(x.key)}>
            <Icon name={icons[x.kind]} /><span><strong>{nameOf(x, called)}</strong>
              <small>{tell(`inbox.${x.kind}`)} · {tell('inbox.since', { at: moment(x.since) })}</small></span></button></li>
        ))}</ul>}</Show>
      {now && <Panel title={nameOf(now, called)} of={now.key} beside wide onClose={() => { setOpen(undefined); focusRow(list.current, now.key) }}>
        <Opened key={now.key} x={now} onAsk={setAsks} /></Panel>}
      {now && asks && <Asked x={now} answer={asks} onClose={() => setAsks(undefined)} act={act(now)} />}
    </section>
  )
}

const icons = { report: 'reports', export: 'down', transfer: 'out' } as const

/* After the list was drawn without what is done. */
const focusRow = (list: HTMLUListElement | null, key: string) =>
  setTimeout(() => list?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus())

function useKeys(on: Record<string, () => void>) {
  const now = useRef(on)
  now.current = on
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      const act = now.current[e.key], typing = document.querySelector('dialog[open]') || (e.target as Element).matches('input, select, textarea')
      if (!act || e.ctrlKey || e.metaKey || e.altKey || typing) return
      e.preventDefault()
      act()
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])
}
