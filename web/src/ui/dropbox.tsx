/* dropbox.tsx - where files are dropped, or picked by a press. */
import { useEffect, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'

const filesIn = (list: FileList | null | undefined) => Array.from(list ?? [])

type Props = { words: string; kinds: string; many?: boolean; add: (files: File[]) => void }

export function DropBox({ words, kinds, many, add }: Props) {
  const [over, setOver] = useState(false)
  /* A file that misses the box must not take the page's place. */
  useEffect(() => {
    const stay = (e: DragEvent) => e.preventDefault()
    addEventListener('dragover', stay)
    addEventListener('drop', stay)
    return () => { removeEventListener('dragover', stay); removeEventListener('drop', stay) }
  }, [])
  return (
    <label class={'drop-box' + (over ? ' over' : '')} onDragOver={() => setOver(true)} onDragLeave={() => setOver(false)}
      onDrop={e => { e.preventDefault(); setOver(false); add(filesIn(e.dataTransfer?.files)) }}>
      <Icon name="up" /><strong>{words}</strong><span class="quiet">{kinds}</span>
      <input type="file" multiple={many} accept=".xlsx,.xls,.xlsm,.csv,.txt,.htm,.html"
        onChange={e => { add(filesIn(e.currentTarget.files)); e.currentTarget.value = '' }} />
    </label>
  )
}
