/* identifiers.tsx - the codes by which other systems know a person, of each system one. */
import { useState } from 'preact/hooks'
import { api, type Problem } from '../data/api.ts'
import { forget, useGet } from '../data/use.ts'
import { t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Refused } from '../ui/sending.tsx'
import { Empty, Show } from '../ui/state.tsx'
import { isAway } from './away.ts'
import type { Draft } from './draft.ts'
import { listOf, nameIn } from './known.ts'
import { clean } from './read.ts'
import { Shown } from './shown.tsx'
import { mayWrite } from './type.ts'

const SCHEMES = 'identifier_scheme'

export function Identifiers({ d }: { d: Draft }) {
  const path = `/${d.type.plural}/${encodeURIComponent(d.rec.value.code)}/identifiers`
  return (
    <article class="card narrow">
      <Show of={useGet<{ items: { scheme: string; value: string }[] }>(path)}>{a => a.items.length === 0 ? <Empty text={t('tab.codes.none')} /> : (
        <dl class="pairs">{a.items.map(x => <div key={x.scheme + x.value}><dt>{codes.has(x.scheme) ? t('form.code') : <Shown
          of={{ type: 'code', list: SCHEMES }} value={x.scheme} />}</dt><dd><code>{x.value}</code></dd></div>)}</dl>
      )}</Show>
      {mayWrite(d.type) && !isAway(d.rec.value) && <Bind path={path} />}
    </article>
  )
}

/* Our own code is told among them. */
const codes = new Set(['person'])

function Bind({ path }: { path: string }) {
  const [scheme, setScheme] = useState(''), [value, setValue] = useState(''), [problem, setProblem] = useState<string>()
  const send = async () => {
    try {
      await api('POST', path, { body: { scheme, value: clean(value) } })
      setScheme(''); setValue(''); setProblem(undefined); forget(path)
    } catch (x) { setProblem([(x as Problem).message, ...(x as Problem).problems.map(p => p.message)].join(' ')) }
  }
  return (
    <form class="row" onSubmit={e => { e.preventDefault(); void send() }} noValidate>
      <label class="stack">{t('tab.codes.scheme')}<select value={scheme} onChange={e => setScheme(e.currentTarget.value)}>
        <option value="">–</option>{(listOf(SCHEMES) ?? []).filter(x => !codes.has(x.code)).map(x => <option key={x.code}
          value={x.code}>{nameIn(x)}</option>)}</select></label>
      <label class="stack">{t('tab.codes.value')}<input value={value} maxLength={40} autocomplete="off"
        onInput={e => setValue(e.currentTarget.value)} /></label>
      <button type="submit" class="button" disabled={!scheme || !value.trim()}><Icon name="plus" />{t('tab.codes.bind')}</button>
      <Refused text={problem} />
      <p class="quiet">{t('tab.codes.once')}</p>
    </form>
  )
}
