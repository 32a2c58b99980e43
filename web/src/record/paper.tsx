/* paper.tsx - what every sheet of paper of an office begins and ends with, and when it goes to the printer. */
import { render, type VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { unit } from '../app/session.ts'
import { today } from '../data/clock.ts'
import type { UnitKnown } from '../data/types.ts'
import { tell } from '../text/paper.ts'

/* Of the unit in view, where no other is meant. */
export type Whose = Pick<Partial<UnitKnown>, 'above' | 'place'>
export const whose = (name = unit.value.name): Whose => (name === unit.value.name ? unit.value as Whose : {})

export const Letterhead = ({ unit: name, above = whose(name).above }: { unit: string; above?: string | null }) => (
  <div class="letterhead">
    <p>{above && <>{above.toUpperCase()}<br /></>}<strong class="unit">{name.toUpperCase()}</strong></p>
    <p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong><br /><strong class="motto">Độc lập – Tự do – Hạnh phúc</strong></p>
  </div>
)

/* "Đức Xuân, ngày 30 tháng 11 năm 2026"; what is only numbered keeps its kind. */
function placeAndDay(place: string | null | undefined) {
  const [year = 0, month = 0, day = 0] = today().split('-').map(Number)
  const where = place?.replace(/^(Tỉnh|Thành phố|Xã|Phường|Đặc khu) (?!\d)/, '') ?? '.'.repeat(20)
  return tell('day', { where, day: String(day).padStart(2, '0'), month: String(month).padStart(month < 3 ? 2 : 1, '0'), year: String(year) })
}

export const Signatures = ({ left, right, place = whose().place }: { left: string; right: string; place?: string | null }) => (
  <div class="signatures">
    <p><br /><strong>{left}</strong><br /><em>{tell('sign')}</em></p>
    <p><em>{placeAndDay(place)}</em><br /><strong>{right}</strong><br /><em>{tell('sign')}</em></p>
  </div>
)

/* Around a screen that goes to the printer as it stands; seen on paper alone. */
export const PaperHead = ({ title, about }: { title: string; about: string }) => (
  <div class="on-paper"><Letterhead unit={unit.value.name} /><p class="paper-title">{title.toUpperCase()}</p><p class="paper-name">{about}</p></div>
)
export const PaperFoot = () => <div class="on-paper"><Signatures left={tell('maker')} right={tell('head')} /></div>

const LOOK_MS = 100, LOOKS = 80
const pause = () => new Promise(done => setTimeout(done, LOOK_MS))

function lay(sheet: VNode): HTMLElement {
  const box = document.createElement('div')
  box.id = box.className = 'paper'
  box.ariaHidden = 'true'
  document.body.append(box)
  render(sheet, box)
  return box
}

function clear(box: HTMLElement) {
  document.body.classList.remove('printing')
  render(null, box)
  box.remove()
}

/* Whoever prints by the menu of the browser gets the same sheet; that does not wait. */
export function usePaper(sheet: () => VNode) {
  const now = useRef(sheet)
  now.current = sheet
  useEffect(() => {
    let box: HTMLElement | undefined
    const before = () => {
      if (document.body.classList.contains('printing')) return
      box = lay(now.current())
      document.body.classList.add('printing')
    }
    const after = () => { if (box) clear(box); box = undefined }
    addEventListener('beforeprint', before)
    addEventListener('afterprint', after)
    return () => { removeEventListener('beforeprint', before); removeEventListener('afterprint', after); after() }
  }, [])
}

/* A sheet stands beside the application, not in it, and only while it is printed.  Names of codes and a picture may still be on their way: until they have
 * come, or for some seconds, it waits. */
export async function printSheet(sheet: VNode) {
  const box = lay(sheet)
  for (let i = 0; i < LOOKS; i++) {
    await pause()
    if (!box.textContent?.includes('…') && [...box.querySelectorAll('img')].every(x => x.complete)) break
  }
  document.body.classList.add('printing')
  print()
  clear(box)
}
