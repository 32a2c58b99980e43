/* file.tsx - a picture of a record: shown, changed, made small in the browser before it is sent.  It is stored at once, apart from the form. */
import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { api, type Problem } from '../data/api.ts'
import { forget } from '../data/use.ts'
import type { Rec } from '../data/types.ts'
import { say, t } from '../text/index.ts'
import { Icon } from '../ui/icon.tsx'
import { isAway } from './away.ts'
import type { Draft } from './draft.ts'
import type { InputProps } from './input.tsx'
import { mayWrite, type Field } from './type.ts'

const sizes = [[600, 800, 0.85], [600, 800, 0.7], [450, 600, 0.7], [300, 400, 0.7]] as const

/* The first size that is small enough. */
async function shrink(file: Blob, most: number): Promise<Blob | undefined> {
  const picture = await createImageBitmap(file)
  for (const [width, height, quality] of sizes) {
    const scale = Math.min(1, width / picture.width, height / picture.height), canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const small = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', quality))
    if (small && small.size <= most) return small
  }
  return undefined
}

/* What was just sent: the browser would go on showing what it has at the address. */
const sent = signal<Record<string, string>>({})

const fileAddress = (d: Draft, f: Field) => `/${d.type.plural}/${d.rec.value.code}/files/${f.name}`

/* Files of somebody who is elsewhere are kept there. */
const mayKeep = (d: Draft) => mayWrite(d.type) && !isAway(d.rec.value)

export function Picture({ d, f, small }: { d: Draft; f: Field; small?: boolean }) {
  const digest = d.rec.value[f.name]
  if (!digest) return <span class={small ? 'face none' : 'picture none'}><Icon name="learners" /></span>
  return <img class={small ? 'face' : 'picture'} src={sent.value[String(digest)] ?? '/api/v1' + fileAddress(d, f)} alt={small ? '' : say(f.label)} />
}

export function FileInput({ d, f, id, describedBy }: InputProps) {
  const [state, setState] = useState<'sending' | string>('')
  const store = async (send: () => Promise<Rec | undefined>) => {
    setState('sending')
    try {
      const rec = await send()
      if (!rec) return setState(t('file.unreadable'))
      d.rec.value = rec
      forget(`/${d.type.plural}`)
      setState('')
    } catch (x) { setState((x as Problem).status === 412 ? t('file.stale') : (x as Problem).message) }
  }
  const take = (file: File) => store(async () => {
    const small = await shrink(file, f.max ?? 200_000).catch(() => undefined)
    if (!small) return undefined
    const rec = await api<Rec>('PUT', fileAddress(d, f), { body: small, version: d.rec.value.version })
    sent.value = { ...sent.value, [String(rec[f.name])]: URL.createObjectURL(small) }
    return rec
  })
  const drop = () => { if (confirm(t('file.drop.ask'))) void store(() => api<Rec>('DELETE', fileAddress(d, f), { version: d.rec.value.version })) }
  return (
    <div class="file-field">
      {d.rec.value.code && <Picture d={d} f={f} />}
      {!d.rec.value.code ? <p class="hint">{t('file.first')}</p> : mayKeep(d) && (
        <label class="button file-button"><input id={id} type="file" accept="image/jpeg,image/png,image/webp" aria-describedby={describedBy}
          disabled={state === 'sending'}
          onChange={e => { const [file] = e.currentTarget.files ?? []; if (file) void take(file); e.currentTarget.value = '' }} />
          {t(state === 'sending' ? 'form.saving' : d.rec.value[f.name] ? 'file.change' : 'file.add')}</label>)}
      {mayKeep(d) && d.rec.value[f.name] && state !== 'sending' && <button type="button" class="button plain" onClick={drop}>{t('file.drop')}</button>}
      {d.rec.value.code && mayKeep(d) && <p class="hint">{t('file.once')}</p>}
      {state && state !== 'sending' && <p class="problem" role="alert"><Icon name="alert" />{state}</p>}
    </div>
  )
}
