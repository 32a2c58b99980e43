/* code.tsx - a code of a list: few in a select, many found by typing; places found in their own list, old ones turned into new ones. */
import { useEffect, useState } from 'preact/hooks'
import { today } from '../data/clock.ts'
import { api, get } from '../data/api.ts'
import { useGet, type Answer } from '../data/use.ts'
import { plain, showDate, t } from '../text/index.ts'
import { Combobox, type Option } from '../ui/combobox.tsx'
import { change, current, setUnread } from './draft.ts'
import { attributes, type InputProps } from './input.tsx'
import { codeOf, isOfUnit, isPlaces, listOf, nameIn, type Code } from './known.ts'
import { isOld, oldNote } from './old.ts'
import { fieldOf, type Field } from './type.ts'
import { useLater } from '../ui/later.tsx'

const FEW = 8


export function CodeInput(p: InputProps) {
  const { d, f, value } = p
  const list = f.list ?? ''
  if (isPlaces(list)) return <PlaceInput {...p} />
  const all = listOf(list)
  if (!all) return <input {...attributes(p)} disabled value="…" />
  const items = all.filter(x => (!isOld(x) && isOfUnit(x)) || x.code === value)
  const choose = (v: string | null) => { change(d, f.name, v); if (list === 'province') leaveProvince(p, v) }
  if (items.length > FEW) return <Many {...p} all={all.filter(x => isOfUnit(x) || x.code === value)} choose={choose} />
  return (
    <select {...attributes(p)} value={String(value ?? '')} onChange={e => choose(e.currentTarget.value || null)}>
      <option value="">–</option>{items.map(x => <option key={x.code} value={x.code}>{nameIn(x)}{oldNote(x) && ` (${oldNote(x)})`}</option>)}
    </select>
  )
}

const missed = ({ d, f }: InputProps) => (typed: string | undefined) => setUnread(d, f.name, typed === undefined ? undefined : t('form.notfound', { typed }))

function Many(p: InputProps & { all: Code[]; choose: (v: string | null) => void }) {
  const { id, value, all } = p
  const chosen = all.find(x => x.code === value && !isOld(x)) ?? all.find(x => x.code === value)
  const options = (typed: string): Option[] => all.filter(x => plain(nameIn(x)).includes(plain(typed)) || x.code === typed)
    .sort((a, b) => Number(isOld(a)) - Number(isOld(b))).map(x => ({ value: x.code, label: nameIn(x), note: oldNote(x) }))
  return <Combobox id={id} value={value as string | null} label={chosen ? nameIn(chosen) : String(value ?? '')} options={options}
    onChange={v => { missed(p)(undefined); p.choose(v) }}
    onMiss={missed(p)} invalid={p.invalid} describedBy={p.describedBy} required={p.required} />
}

/* residence_commune stands beside residence_province. */
const beside = (p: InputProps, list: string): Field | undefined => fieldOf(p.d.type, p.f.name.replace(/province|commune|district/, list))

/* Another province: its communes are others. */
function leaveProvince(p: InputProps, province: string | null) {
  const commune = beside(p, 'commune'), now = commune && current(p.d, commune.name)
  if (commune && now && codeOf('commune', String(now))?.parent !== province) change(p.d, commune.name, null)
}

type Codes = { items: Code[] }

/* What is typed may be where somebody lives: it goes in the body, as names do. */
function useTyped(list: string, q: string): Answer<Codes> {
  const [told, setTold] = useState<{ q: string; data?: Codes }>()
  useEffect(() => {
    let here = true
    if (q) api<Codes>('POST', `/lists/${list}/query`, { body: { q } }).then(data => { if (here) setTold({ q, data }) }, () => { if (here) setTold({ q }) })
    return () => { here = false }
  }, [list, q])
  return { data: told?.data, waiting: q !== '' && told?.q !== q }
}

function PlaceInput(p: InputProps) {
  const { d, f, id, value } = p
  const [typed, setTyped] = useState(''), [open, setOpen] = useState(false)
  const asked = useLater(typed.trim(), 200)
  const of = beside(p, 'province'), province = of ? current(d, of.name) : null
  const within = province ? `/lists/${f.list}?parent=${province}&date=${today()}` : undefined
  const below = useGet<Codes>(open && !asked ? within : undefined), typedOf = useTyped(f.list ?? '', open ? asked : ''), found = asked ? typedOf : below
  const now = value === null ? null : codeOf(f.list ?? '', String(value))
  const all = (found.data?.items ?? []).filter((x, _, xs) => !isOld(x) || !xs.some(y => y.code === x.code && !isOld(y)))
  const rank = (x: Code) => Number(isOld(x)) * 2 + Number(province !== null && x.parent !== province)
  const options = (): Option[] => [...all].sort((a, b) => rank(a) - rank(b)).map(x => ({ value: x.code, label: nameIn(x), note: placeNote(x) }))
  const choose = (v: string | null) => {
    change(d, f.name, v)
    const parent = all.find(x => x.code === v)?.parent
    if (of && parent && !isOld(all.find(x => x.code === v) ?? { code: '', name: '' })) change(d, of.name, parent)
  }
  return (
    <>
      <Combobox id={id} value={value as string | null} label={value === null ? '' : now ? nameIn(now) : now === null ? String(value) : '…'} options={options}
        onType={setTyped} onOpen={() => setOpen(true)}
        onChange={v => { missed(p)(undefined); choose(v) }} onMiss={missed(p)} invalid={p.invalid} describedBy={p.describedBy} required={p.required}
        waiting={found.waiting || typed.trim() !== asked} placeholder={t('form.type')} />
      {now && isOld(now) && <Convert {...p} now={now} />}
    </>
  )
}

/* A commune of before July 2025 stands in a district, that in a province. */
function whereOf(x: Code): string[] {
  if (!x.parent) return []
  const province = codeOf('province', x.parent), district = province === null ? codeOf('district', x.parent) : undefined
  return province ? [province.name] : district ? [district.name, ...whereOf(district)] : []
}
const placeNote = (x: Code) => [...whereOf(x), oldNote(x)].filter(Boolean).join(' · ')

type Conversion = { unique?: string; candidates: { code: string; name: string; kind: string }[] }

/* Since July 2025 communes are others: one leads to one or, where it was split, to several. */
function Convert(p: InputProps & { now: Code }) {
  const [many, setMany] = useState<Conversion['candidates']>([]), [gone, setGone] = useState(false)
  const take = (code: string) => {
    const of = beside(p, 'province')
    change(p.d, p.f.name, code)
    void get<{ items: Code[] }>(`/lists/commune?code=${code}`).then(a => {
      const x = a.items.find(i => !isOld(i))
      if (of && x?.parent) change(p.d, of.name, x.parent)
    }, () => undefined)
  }
  const ask = () => get<Conversion>(`/places/${p.now.code}/conversion`).then(c => { if (c.unique) take(c.unique); else setMany(c.candidates) },
    () => setGone(true))
  return (
    <p class="hint">{t('form.old', { day: showDate(p.now.valid_to ?? '') })}{' '}
      {gone ? t('form.noconversion') : many.length === 0 ? <button type="button" class="link" onClick={ask}>{t('form.convert')}</button>
        : <>{t('form.which')} {many.map(x => <button key={x.code} type="button" class="link" onClick={() => take(x.code)}>{x.name}</button>)}</>}
    </p>
  )
}
