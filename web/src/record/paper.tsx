/* paper.tsx - what every sheet of paper of an office begins and ends with, and when it goes to the printer. */
import { render, type VNode } from 'preact'
import { today } from '../data/clock.ts'
import { showDate } from '../text/index.ts'
import { tell } from '../text/paper.ts'

export const Letterhead = ({ unit }: { unit: string }) => (
  <div class="letterhead">
    <p><strong>{unit.toUpperCase()}</strong></p>
    <p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong><br /><strong>Độc lập – Tự do – Hạnh phúc</strong></p>
  </div>
)

export const Signatures = ({ left, right }: { left: string; right: string }) => (
  <div class="signatures">
    <p><br /><strong>{left}</strong><br /><em>{tell('sign')}</em></p>
    <p><em>{tell('day', { day: showDate(today()) })}</em><br /><strong>{right}</strong><br /><em>{tell('sign')}</em></p>
  </div>
)

const LOOK_MS = 100, LOOKS = 80
const pause = () => new Promise(done => setTimeout(done, LOOK_MS))

/* A sheet stands beside the application, not in it, and only while it is printed.  Names of codes and a picture may still be on their way: until they have
 * come, or for some seconds, it waits. */
export async function printSheet(sheet: VNode) {
  const box = document.createElement('div')
  box.id = box.className = 'paper'
  box.ariaHidden = 'true'
  document.body.append(box)
  render(sheet, box)
  for (let i = 0; i < LOOKS; i++) {
    await pause()
    if (!box.textContent?.includes('…') && [...box.querySelectorAll('img')].every(x => x.complete)) break
  }
  document.body.classList.add('printing')
  print()
  document.body.classList.remove('printing')
  render(null, box)
  box.remove()
}
