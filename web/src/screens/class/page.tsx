/* page.tsx - a class: who learns in it, who teaches it, what is missing; its lists and cards on paper. */
import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { go } from '../../app/router.ts'
import { may, unit, year } from '../../app/session.ts'
import { query } from '../../data/api.ts'
import type { Page, Rec } from '../../data/types.ts'
import { useGet } from '../../data/use.ts'
import { recordAddress } from '../../record/here.ts'
import { fieldOf, useType } from '../../record/type.ts'
import { tell } from '../../text/class.ts'
import { Icon } from '../../ui/icon.tsx'
import { usePrintKey } from '../../ui/keys.ts'
import { Show } from '../../ui/state.tsx'
import { No } from '../no.tsx'
import { byGrade, classAddress, gradeName, useClasses, withNames } from '../classes.ts'
import { Missing } from './missing.tsx'
import { inOrder } from './order.ts'
import { PrintClass } from './print.tsx'
import { Pupils } from './pupils.tsx'
import { Teachers } from './teachers.tsx'

const OWN = 'name,grade,homeroom_teacher,homeroom_teacher_end'

export function ClassPage({ code }: { code: string }) {
  const one = useGet<Rec>(`/classes/${encodeURIComponent(code)}${query({ fields: withNames(OWN, 'homeroom_teacher', 'homeroom_teacher_end') })}`)
  return <Show of={one} rows={12} right={['classes', 'read']}>{rec => <Class key={code} rec={rec} />}</Show>
}

const OF_PUPIL = ['full_name', 'birth_date', 'birth_year', 'sex', 'photo'], MOST = 200

/* Who is in it now, by name, as far as the reader is shown them; how many have left it this year. */
function useClass(code: string) {
  const type = useType('learners').data, shown = type && OF_PUPIL.filter(n => fieldOf(type, n)).map(n => 'learner.' + n)
  const asked = (filter: string) => ({ unit: unit.value.code, year: year.value, filter })
  const now = shown && { ...asked(`class.code == "${code}" and present`), fields: ['learner', ...shown, 'status', 'display_order'].join(',') }
  const here = useGet<Page<Rec>>(now && `/enrolments${query({ ...now, sort: 'learner.full_name', limit: MOST })}`)
  const left = useGet<Page<Rec>>(`/enrolments${query({ ...asked(`class.code == "${code}" and not present`), fields: 'code', limit: 1, count: 1 })}`).data
  return { here, left: left?.total ?? left?.items.length ?? 0 }
}

function Class({ rec }: { rec: Rec }) {
  const { code } = rec, name = String(rec.name ?? code), { here, left } = useClass(code), pupils = useType('enrolments').data
  const [printing, setPrinting] = useState(false), rows = inOrder(here.data?.items ?? [])
  usePrintKey(() => { if (rows.length) setPrinting(true) })
  return (
    <section class="page class-page">
      <Head rec={rec} name={name}>
        <a class="button keep" href={recordAddress('classes', code)}>{tell('class.record')}</a>
        {pupils?.screen.grid && may('learners', 'write') && <a class="button keep" href={`/nhap/enrolments${query({ class: code })}`}>
          <Icon name="columns" />{tell('class.grid')}</a>}
        {rows.length > 0 && <button type="button" class="button keep" title="Ctrl + P" onClick={() => setPrinting(true)}>
          <Icon name="print" />{tell('print.do')}</button>}
      </Head>
      <div class="class-parts">
        <Show of={here} rows={12} right={['learners', 'read']}>{page => <Pupils rec={rec} byName={page.items} more={Boolean(page.cursor)} left={left} />}</Show>
        <div class="class-side"><Teachers rec={rec} /><Missing code={code} /></div>
      </div>
      {printing && <PrintClass rec={rec} rows={rows} onClose={() => setPrinting(false)} />}
    </section>
  )
}

type HeadProps = { rec: Rec; name: string; children: ComponentChildren }

function Head({ rec, name, children }: HeadProps) {
  const classes = useClasses().data?.items ?? [], at = classes.findIndex(c => c.code === rec.code)
  const open = (c: Rec | undefined) => { if (c) go(classAddress(c.code)) }
  return (
    <header class="head">
      <div><p class="crumb"><a href="/lop"><Icon name="left" /><No at="/lop" />{tell('all.title')}</a></p>
        <h1>{tell('class.title', { name })} <span class="count">{gradeName(String(rec.grade ?? ''))}</span></h1></div>
      <div class="actions">
        {at >= 0 && classes.length > 1 && <span class="step">
          <button type="button" class="button plain" disabled={at === 0} onClick={() => open(classes[at - 1])}><Icon name="left" />
            <span class="hidden">{tell('class.before')}</span></button>
          <label><span class="hidden">{tell('class.choose')}</span><select value={rec.code} onChange={e => go(classAddress(e.currentTarget.value))}>
            {byGrade(classes).map(([grade, own]) => <optgroup key={grade} label={gradeName(grade)}>
              {own.map(c => <option key={c.code} value={c.code}>{String(c.name ?? c.code)}</option>)}</optgroup>)}</select></label>
          <button type="button" class="button plain" disabled={at === classes.length - 1} onClick={() => open(classes[at + 1])}><Icon name="right" />
            <span class="hidden">{tell('class.after')}</span></button></span>}
        {children}
      </div>
    </header>
  )
}
