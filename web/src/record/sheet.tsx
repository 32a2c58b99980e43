/* sheet.tsx - one record on paper: A4 upright, label and value in two columns, what is empty as a dotted line to be filled in by hand.
 * Sensitive fields only when they are asked for, and what for. */
import { unit } from '../app/session.ts'
import { say, t } from '../text/index.ts'
import { tell } from '../text/paper.ts'
import { isShown, type Draft } from './draft.ts'
import { Picture } from './file.tsx'
import { useAboutWords } from './head.tsx'
import { Letterhead, printSheet, Signatures } from './paper.tsx'
import { PaperDialog, Purpose, type Wish } from './purpose.tsx'
import { inWords } from './shown.tsx'
import { fieldOf, isPast, type Field } from './type.ts'

type Props = { d: Draft; title: string; onClose: () => void }

export function PrintDialog({ d, title, onClose }: Props) {
  const about = useAboutWords(d), hides = d.type.fields.filter(f => f.class === 'sensitive' && f.type !== 'file' && !isPast(f)).map(f => say(f.label))
  return <PaperDialog title={t('form.print')} hides={hides} what={tell('what')} onClose={onClose}
    onPrint={wish => void printSheet(<Sheet d={d} title={title} about={about} {...wish} />)} />
}

function Sheet({ d, title, about, purpose }: { d: Draft; title: string; about: string } & Wish) {
  const rec = d.rec.value
  const isPrinted = (f: Field | undefined): f is Field =>
    f !== undefined && f.type !== 'file' && !isPast(f) && (purpose !== undefined || f.class !== 'sensitive') && isShown(d, f)
  const parts = d.type.screen.sections.map(s => ({ ...s, shown: s.fields.map(n => fieldOf(d.type, n)).filter(isPrinted) })).filter(s => s.shown.length)
  const photo = d.type.fields.find(f => f.type === 'file' && rec[f.name])
  return (
    <div class="upright">
      <Letterhead unit={unit.value.name} />
      {photo && <Picture d={d} f={photo} />}
      <p class="paper-title">{tell('title', { what: say(d.type.label) }).toUpperCase()}</p>
      <p class="paper-name">{[title, rec.code, about].filter(Boolean).join(' · ')}</p>
      {parts.map(s => (
        <section key={s.name}><p class="paper-section">{say(s.label)}</p>
          <dl>{s.shown.map(f => <div key={f.name}><dt>{say(f.label)}:</dt><dd>{inWords(f, rec[f.name] ?? null) || <span
            class="dots" />}</dd></div>)}</dl></section>
      ))}
      <Purpose purpose={purpose} />
      <Signatures left={tell('family')} right={tell('maker')} />
    </div>
  )
}
