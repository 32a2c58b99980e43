/* paper.tsx - what every sheet of paper of an office begins and ends with, and when it goes to the printer. */
import { showDate, t } from '../text/index.ts'

export const Letterhead = ({ unit }: { unit: string }) => (
  <div class="letterhead">
    <p><strong>{unit.toUpperCase()}</strong></p>
    <p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong><br /><strong>Độc lập – Tự do – Hạnh phúc</strong></p>
  </div>
)

const today = () => showDate(new Date(Date.now() + 7 * 3_600_000).toISOString())

export const Signatures = ({ left, right }: { left: string; right: string }) => (
  <div class="signatures">
    <p><br /><strong>{left}</strong><br /><em>{t('list.print.sign')}</em></p>
    <p><em>{t('list.print.day', { day: today() })}</em><br /><strong>{right}</strong><br /><em>{t('list.print.sign')}</em></p>
  </div>
)

const LOOK_MS = 100, LOOKS = 80

/* Names of codes may still be on their way: until they have come, or for some seconds, it waits. */
export function printWhenNamed(done: () => void): () => void {
  let looks = 0
  const look = setInterval(() => {
    if (++looks < LOOKS && document.getElementById('paper')?.textContent?.includes('…')) return
    clearInterval(look)
    print()
    done()
  }, LOOK_MS)
  return () => clearInterval(look)
}
