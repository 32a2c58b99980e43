/* notice.ts - what waits for somebody, in words, and the screen where it is done. */
import type { Notice } from './types.ts'
import { useGet } from './use.ts'
import { number, showYear, t, type Key } from '../text/index.ts'

const ACCOUNTS = '/quan-tri/tai-khoan', ALARMS = '/quan-tri/luot-xem?bao=1'
const screens: Record<string, string> = {
  transfers_waiting: '/chuyen-truong', exports_waiting: '/duyet', reports_returned: '/bao-cao?buoc=returned&ky=tat-ca', reports_waiting: '/duyet',
  one_time_passwords: ACCOUNTS, accounts_issued: '/quan-tri/nhat-ky?loai=account',
  accounts_review: ACCOUNTS, files_ready: '/xuat', views_stopped: ALARMS, views_whole: ALARMS, decoys_met: ALARMS,
  regulations: '/quan-tri/quy-che', requests_waiting: '/quan-tri/yeu-cau', requests_answered: '/tro-giup',
}

const aboutOf = (x: Notice) => new URLSearchParams(x.to.split('?')[1] ?? '')

/* What one is reminded of is one report. */
export function noticeTo(x: Notice): string | undefined {
  const about = aboutOf(x)
  return x.kind === 'reminder' ? `/bao-cao/${about.get('form')}/${about.get('unit')}/${about.get('period')}` : screens[x.kind]
}

/* The period of a school year, and the same in words. */
export const periodOf = (year: number) => year + '-start'
export const showPeriod = (period: string) => t('home.period', { year: showYear(Number(period.slice(0, 4))) })

/* What a form is called on paper; asked for only where somebody is reminded of one. */
export function useOfficial(items: Notice[] | undefined): (form: string) => string {
  const forms = useGet('/forms', items?.some(x => x.kind === 'reminder') ? {} : false).data?.items
  return form => forms?.find(f => f.name === form)?.official ?? form
}

export function noticeText(x: Notice, official: (form: string) => string): string {
  const about = aboutOf(x)
  if (x.kind === 'reminder') return t('notice.reminder', { form: official(about.get('form') ?? ''), period: showPeriod(about.get('period') ?? '') })
  return t(('notice.' + x.kind) as Key, { n: number(x.n) })
}
