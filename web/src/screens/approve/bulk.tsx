/* bulk.tsx - reports without any warning taken in together: each is looked at first, and those that warn stay. */
import { useState } from 'preact/hooks'
import { api } from '../../data/api.ts'
import { number } from '../../text/index.ts'
import { tell } from '../../text/report.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { elsewhere } from './became.ts'
import { nameOf, useCalled } from './called.ts'
import type { Wait } from './waiting.ts'

type Props = { all: Wait[]; onDone: (keys: string[], words: string) => void }
type Looked = { clean: Wait[]; left: number }

export function Bulk({ all, onDone }: Props) {
  const [at, setAt] = useState<number>(), [looked, setLooked] = useState<Looked>(), { sending, problem, send } = useSending(), called = useCalled()
  const reports = all.filter(x => x.kind === 'report')
  const look = () => send(async () => {
    const clean: Wait[] = []
    try {
      for (const [i, x] of reports.entries()) {
        setAt(i + 1)
        if ((await api('GET', '/reports/{id}', { at: { id: x.of.id } })).checks.length === 0) clean.push(x)
      }
      setLooked({ clean, left: reports.length - clean.length })
    } finally { setAt(undefined) }
  })
  /* One that another answered meanwhile is told by its name; what was done before a failure is done. */
  const accept = () => send(async () => {
    const done: string[] = [], became: string[] = [], keys: string[] = []
    try {
      for (const x of looked?.clean ?? []) {
        if (x.kind !== 'report') continue
        try {
          await api('POST', '/reports/{id}/accept', { at: { id: x.of.id } })
          done.push(x.key)
        } catch (e) { became.push(await elsewhere(e, x, nameOf(x, called))) }
        keys.push(x.key)
      }
    } finally {
      setLooked(undefined)
      if (keys.length) onDone(keys, [...(done.length ? [tell('inbox.bulk.done', { n: number(done.length) })] : []), ...became].join(' '))
    }
  })
  const n = looked?.clean.length ?? 0
  return <>
    <button type="button" class="button keep" disabled={at !== undefined} onClick={() => void look()}>
      {at === undefined ? tell('inbox.bulk') : tell('inbox.bulk.looking', { i: at, n: reports.length })}</button>
    {looked && <Dialog title={tell('inbox.bulk.title', { n: number(n) })} onClose={() => setLooked(undefined)} onSubmit={() => { if (n) void accept() }}
      actions={n > 0 && <button type="submit" class="button primary" disabled={sending}>{tell('do.accept')}</button>}>
      <p>{n ? tell('inbox.bulk.sure', { n: number(n) }) : tell('inbox.bulk.none')}</p>
      {n > 0 && looked.left > 0 && <p>{tell('inbox.bulk.left', { n: number(looked.left) })}</p>}
      {n > 0 && <p>{tell('decide.accept.sure')}</p>}
    </Dialog>}
    <Refused text={problem} />
  </>
}
