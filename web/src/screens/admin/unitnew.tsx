/* unitnew.tsx - an office is opened below another.  The place it is for gives it a code and a name, which may be written otherwise. */
import { useState } from 'preact/hooks'
import { api, query } from '../../data/api.ts'
import { today } from '../../data/clock.ts'
import type { UnitKind } from '../../data/types.ts'
import type { UnitWhole } from '../../data/types.gen.ts'
import { forget, useGet } from '../../data/use.ts'
import type { Code } from '../../record/known.ts'
import { plain } from '../../text/index.ts'
import { tell } from '../../text/admin.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Lacks } from '../../ui/lacks.tsx'
import { Refused, useSending } from '../../ui/sending.tsx'
import { placed } from './named.ts'

type Office = 'so' | 'commune' | 'phong'
/* A school has a record, and is entered among the schools. */
const below: Partial<Record<UnitKind, readonly [Office, ...Office[]]>> = { ministry: ['so'], so: ['commune', 'phong'] }
export const kindsBelow = (kind: string) => below[kind as UnitKind]

type Said = { kind: Office; place?: string; code: string; name: string; province?: string }

const called: Record<'so' | 'commune', (x: Code) => Partial<Said>> = {
  so: x => ({ code: x.code, name: `Sở Giáo dục và Đào tạo ${placed(x.name)}`, province: x.code }),
  commune: x => ({ code: 'X' + x.code, name: `UBND ${placed(x.name)}` }),
}

function usePlaces(kind: Office, under: UnitWhole): Code[] {
  const list = { so: 'province', commune: 'commune', phong: '' }[kind]
  return useGet<{ items: Code[] }>(list && `/lists/${list}${query({ parent: under.province ?? undefined, date: today() })}`).data?.items ?? []
}

export function UnitNew({ under, onClose, onMade }: { under: UnitWhole; onClose: () => void; onMade: (code: string) => void }) {
  const kinds = below[under.kind as UnitKind] ?? ['commune'], { sending, problem, send } = useSending()
  const [said, setSaid] = useState<Said>({ kind: kinds[0], code: '', name: '' }), set = (change: Partial<Said>) => setSaid({ ...said, ...change })
  const { kind, code, name, province } = said, places = usePlaces(kind, under), place = places.find(x => x.code === said.place)
  const lacks = kind === 'so' && !province ? 'uni.lack.province' : !name.trim() ? 'uni.lack.name' : !code.trim() ? 'uni.lack.code' : undefined
  const go = () => send(async () => {
    const made = await api('POST', '/units', { body: { kind, code: code.trim(), name: name.trim(), province, parent: under.code } })
    await forget('/units')
    onMade(made.code)
  })
  const take = (chosen: string | null) => {
    const x = places.find(p => p.code === chosen)
    if (x && kind !== 'phong') set({ place: x.code, ...called[kind](x) })
  }
  return (
    <Dialog title={tell('uni.new', { name: under.name })} onClose={onClose} onSubmit={() => { if (!lacks) void go() }}
      actions={<><Lacks words={lacks && tell(lacks)} />
        <button type="submit" class="button primary" disabled={sending || !!lacks}>{tell('uni.open')}</button></>}>
      {kinds.length > 1 && <label class="stack">{tell('uni.kind')}<select value={kind}
        onChange={e => setSaid({ kind: e.currentTarget.value as Office, code: '', name: '' })}>
        {kinds.map(k => <option key={k} value={k}>{tell(`uni.${k}`)}</option>)}</select></label>}
      {kind !== 'phong' && <div class="stack"><label for="uni-place">{tell(`uni.place.${kind}`)}</label>
        <Combobox id="uni-place" value={place?.code ?? null} label={place?.name ?? ''} onChange={take}
          options={typed => places.filter(x => plain(x.name).includes(plain(typed)))
            .map(x => ({ value: x.code, label: x.name, note: x.code }))} /></div>}
      <label class="stack">{tell('uni.name')}<input value={name} maxLength={200} autocomplete="off"
        onInput={e => set({ name: e.currentTarget.value })} /></label>
      <label class="stack">{tell('uni.code')}<input value={code} maxLength={20} autocomplete="off" spellcheck={false} aria-describedby="uni-code-how"
        onInput={e => set({ code: e.currentTarget.value })} /></label>
      <p id="uni-code-how" class="hint">{tell('uni.code.how')}</p>
      <Refused text={problem} />
    </Dialog>
  )
}
