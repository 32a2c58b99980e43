/* notice.ts - what waits for somebody, in words, and the screen where it is done. */
import type { Notice } from '../data/types.ts'
import { number, showYear, t, type Key } from '../text/index.ts'

const screens: Record<string, string> = {
  transfers_waiting: '/chuyen-truong', exports_waiting: '/duyet', reports_returned: '/bao-cao', reports_waiting: '/duyet', reminder: '/bao-cao',
  one_time_passwords: '/quan-tri/tai-khoan',
}

export const noticeTo = (x: Notice): string | undefined => screens[x.kind]

/* "2025-start" in words. */
export const showPeriod = (period: string) => t('home.period', { year: showYear(Number(period.slice(0, 4))) })

export function noticeText(x: Notice): string {
  const about = new URLSearchParams(x.to.split('?')[1] ?? '')
  if (x.kind === 'reminder') return t('notice.reminder', { form: about.get('form') ?? '', period: showPeriod(about.get('period') ?? '') })
  return t(('notice.' + x.kind) as Key, { n: number(x.n) })
}
