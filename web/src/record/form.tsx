/* form.tsx - one record: sections from the catalogue, only what changed is sent, nothing typed is ever lost. */
import { useEffect, useState } from 'preact/hooks'
import { useComputed, useSignal } from '@preact/signals'
import { session, year } from '../app/session.ts'
import { go, guard, search, setSearch } from '../app/router.ts'
import { api, Problem, query } from '../data/api.ts'
import { forget, useGet } from '../data/use.ts'
import type { Fault, Field, Rec, RecordType, Value } from '../data/types.ts'
import { clock, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { Show } from '../ui/state.tsx'
import { around } from './around.ts'
import { FieldRow, type Draft } from './field.tsx'
import { History } from './history.tsx'
import { nameOf, screenOf, shown, useList, useType } from './type.ts'

export function RecordPage({ plural, code }: { plural: string; code: string }) {
  const type = useType(plural), fresh = code === 'new', record = useGet<Rec>(fresh ? undefined : `/${plural}/${code}`)
  const blank = { code: '', unit: session.value.unit.code, status: '', version: 0, changed_at: '' } as Rec
  return <Show of={type}>{ty => <Show of={fresh ? { data: blank, waiting: false } : record}>{rec => <Page key={code} type={ty} rec={rec} />}</Show>}</Show>
}

type State = { saving?: boolean; savedAt?: Date; problem?: Problem }

function Page({ type, rec }: { type: RecordType; rec: Rec }) {
  const draft = useSignal<Record<string, Value>>({})
  const [state, setState] = useState<State>({})
  const screen = screenOf(type), path = `/${type.plural}/${rec.code}`, tab = search.value.get('tab') ?? 'data'
  const title = String(rec['full_name'] ?? rec['name'] ?? (rec.code || t('form.create')))
  const statuses = useList(type.statuses)
  const faults = useGet<{ items: Fault[] }>(`/quality/problems${query({ unit: session.value.unit.code, year: year.value, limit: 200 })}`).data?.items.filter(x => x.record === rec.code)
  const at = around.value.indexOf(rec.code)
  const to = (step: number) => { const c = around.value[at + step]; if (at >= 0 && c) go(`/ho-so/${type.plural}/${c}`) }
  const field = (name: string) => type.fields.find(f => f.name === name && shown(f))
  const sections = screen.sections.map(s => ({ ...s, all: s.fields.map(field).filter(f => f !== undefined) }))

  const save = async () => {
    if (!Object.keys(draft.value).length || state.saving) return
    setState({ saving: true })
    try {
      const made = rec.code ? await api<Rec>('PATCH', path, { body: draft.value, version: rec.version }) : await api<Rec>('POST', `/${type.plural}`, { body: draft.value })
      draft.value = {}
      setState({ savedAt: new Date() }); forget(`/${type.plural}`); forget('/quality')
      if (!rec.code) go(`/ho-so/${type.plural}/${made.code}`, { replace: true })
    } catch (x) {
      setState({ problem: x as Problem })
      document.getElementById('f-' + (x as Problem).problems[0]?.field)?.focus()
    }
  }
  const clear = () => { draft.value = {}; setState({}) }
  useEffect(() => guard(() => { const n = Object.keys(draft.value).length; return !n || confirm(t('form.leave', { n })) }), [])
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key === 's') { e.preventDefault(); (document.activeElement as HTMLElement).blur(); setTimeout(() => document.getElementById('save')?.click()) }
      if (e.altKey && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) { e.preventDefault(); to(e.key === 'ArrowDown' ? 1 : -1) }
    }
    const stay = (e: BeforeUnloadEvent) => { if (Object.keys(draft.value).length) e.preventDefault() }
    addEventListener('keydown', key); addEventListener('beforeunload', stay)
    return () => { removeEventListener('keydown', key); removeEventListener('beforeunload', stay) }
  })
  return (
    <section class="page record">
      <header class="head">
        <div>
          <p class="crumb"><a href={`/ho-so/${type.plural}`}><Icon name="left" />{screen.no} {screen.title ?? type.label.vi}</a></p>
          <h1>{title} {rec.code && <span class={'status s' + rec.status}>{nameOf(statuses, rec.status)}</span>}</h1>
          <p class="quiet"><code>{rec.code}</code></p>
        </div>
        {rec.code && <div class="actions">
          <button class="button plain" onClick={() => to(-1)} disabled={at < 1} title="Alt + ↑"><Icon name="left" /><span class="hidden">{t('form.before')}</span></button>
          <button class="button plain" onClick={() => to(1)} disabled={at < 0 || at + 1 >= around.value.length} title="Alt + ↓"><Icon name="right" /><span class="hidden">{t('form.after')}</span></button>
          <button class="button" onClick={() => print()}><Icon name="print" />{t('list.print')}</button>
        </div>}
      </header>
      {rec.code && <nav class="tabs" aria-label={title}>
        {(['data', 'history'] as const).map(x => <a key={x} href={`${location.pathname}?tab=${x}`} aria-current={tab === x ? 'page' : undefined} onClick={e => { e.preventDefault(); setSearch({ tab: x }) }}>{t(x === 'data' ? 'tab.data' : 'hist.title')}</a>)}
      </nav>}
      {tab === 'history' ? <History type={type} path={path} /> : <div class="form">
        <nav class="toc" aria-label={t('form.sections')}>{sections.map(s => <Part key={s.name} {...s} rec={rec} draft={draft} />)}</nav>
        <form onSubmit={e => { e.preventDefault(); save() }} noValidate>
          {sections.map(s => (
            <fieldset key={s.name} id={s.name}><legend>{s.label}</legend>
              <div class="fields">{s.all.map(f => <FieldRow key={f.name} field={f} rec={rec} draft={draft} problem={state.problem?.problems.find(p => p.field === f.name)?.message}
                fault={faults?.find(x => x.field === f.name)} readOnly={!type.rights.includes('write')} />)}</div>
            </fieldset>
          ))}
          <SaveBar draft={draft} state={state} clear={clear} newer={() => { forget(path); setState({}) }} />
        </form>
      </div>}
    </section>
  )
}

function Part({ name, label, all, rec, draft }: { name: string; label: string; all: Field[]; rec: Rec; draft: Draft }) {
  const n = useComputed(() => all.filter(f => (f.name in draft.value ? draft.value[f.name] : rec[f.name] ?? null) !== null).length)
  return <a href={'#' + name} onClick={e => { e.preventDefault(); document.getElementById(name)?.scrollIntoView({ block: 'start' }) }}><span>{label}</span><small>{n}/{all.length}</small></a>
}

function SaveBar({ draft, state, clear, newer }: { draft: Draft; state: State; clear: () => void; newer: () => void }) {
  const n = useComputed(() => Object.keys(draft.value).length).value, p = state.problem
  return (
    <div class={'savebar' + (n || p || state.savedAt ? ' on' : '')} role="status">
      {p ? <span class="problem"><Icon name="alert" />{p.status === 412 ? t('form.stale') : p.problems.length ? t('form.fix', { n: p.problems.length }) : p.message}</span>
        : <span>{state.saving ? t('form.saving') : n ? t('form.changed', { n }) : state.savedAt ? <><Icon name="check" />{t('form.saved', { at: clock(state.savedAt) })}</> : ''}</span>}
      {p?.status === 412 && <button type="button" class="button" onClick={newer}>{t('form.new')}</button>}
      {n > 0 && <button type="button" class="button plain" onClick={clear}>{t('form.undo')}</button>}
      <button id="save" class="button primary" disabled={!n || state.saving} title="Ctrl + S">{t('form.save')}</button>
    </div>
  )
}
