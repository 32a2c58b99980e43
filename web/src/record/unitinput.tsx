/* unitinput.tsx - a unit found by name or code: below the account's own, or a school wherever it is. */
import { useEffect, useState } from 'preact/hooks'
import { own } from '../app/session.ts'
import { api } from '../data/api.ts'
import type { UnitName } from '../data/types.gen.ts'
import { t } from '../text/index.ts'
import { Combobox, type Option } from '../ui/combobox.tsx'
import { useLater } from '../ui/later.tsx'

type Props = { id: string; value?: UnitName; but?: string[]; everywhere?: boolean; onChange: (u?: UnitName) => void }

/* but: those that cannot be meant; everywhere: all schools of the country, told apart by their province. */
export function UnitInput({ id, value, but = [], everywhere, onChange }: Props) {
  const [typed, setTyped] = useState(''), [found, setFound] = useState<{ for: string; options: Option[] }>(), text = useLater(typed.trim(), 200)
  useEffect(() => {
    if (text.length < 2 || found?.for === text) return
    const stop = new AbortController(), where = everywhere ? { kinds: ['school'] } : { kinds: ['unit'], within: own.value.code }
    api('POST', '/search', { body: { text, ...where, limit: 20 }, signal: stop.signal }).then(a => setFound({ for: text,
      options: a.items.map(x => ({ value: x.code, label: x.title, note: everywhere ? `${x.note} · ${x.code}` : x.code })) }), () => undefined)
    return () => stop.abort()
  }, [text])
  const options = () => (typed.trim().length > 1 ? found?.options.filter(x => !but.includes(x.value)) ?? [] : [])
  return <Combobox id={id} value={value?.code ?? null} label={value ? value.name : ''} options={options}
    onType={setTyped} waiting={typed.trim() !== (found?.for ?? '')} placeholder={t('form.type')}
    onChange={(code, name) => onChange(code ? { code, name: name ?? code } : undefined)} />
}
