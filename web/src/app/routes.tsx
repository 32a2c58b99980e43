/* routes.tsx - the table of screens.  No row without a right and a guide.  What nearly everybody opens first comes with the frame, the rest when it is
 * wanted. */
import type { ComponentChild } from 'preact'
import { RecordList } from '../record/list.tsx'
import { Home } from '../screens/home.tsx'
import type { Key } from '../text/index.ts'
import type { Guide } from './guides.gen.ts'
import { setPlaces } from './router.ts'

/* Of a screen that is fetched when it is wanted. */
type Admin = typeof import('../screens/admin.ts')
const adminPart = (draw: (m: Admin) => Draw) => () => import('../screens/admin.ts').then(m => m.dressed().then(() => draw(m)))
const admin = (draw: (m: Admin) => ComponentChild) => adminPart(m => () => draw(m))

const classes = (draw: (m: typeof import('../screens/class.ts')) => Draw) => () => import('../screens/class.ts').then(m => m.dressed().then(() => draw(m)))

const moves = (draw: (m: typeof import('../screens/move.ts')) => ComponentChild) => () =>
  import('../screens/move.ts').then(m => m.dressed().then(() => () => draw(m)))
const reports = (draw: (m: typeof import('../screens/report.ts')) => Draw) => () => import('../screens/report.ts').then(m => m.dressed().then(() => draw(m)))
const imports = (draw: (m: typeof import('../screens/import.ts')) => Draw) => () => import('../screens/import.ts').then(m => m.dressed().then(() => draw(m)))

const quality = (draw: (m: typeof import('../screens/quality.ts')) => Draw) => () => import('../screens/quality.ts').then(m => m.dressed().then(() => draw(m)))

/* 'all': whoever is signed in.  'record': of the type's module; the catalogue tells, and the screen says so itself. */
export type Right = 'all' | 'record' | readonly [module: string, action: string]
type Draw = (part: string[]) => ComponentChild
export type Screen = { at: RegExp; title?: Key; right: Right; guide: Guide; show: () => Promise<Draw> }

export const screens: Screen[] = [
  { at: /^\/$/, title: 'home.title', right: 'all', guide: 'home', show: async () => () => <Home /> },
  { at: /^\/ho-so\/(\w+)$/, right: 'record', guide: 'records',
    show: async () => ([plural = '']) => <RecordList plural={plural} /> },
  { at: /^\/ho-so\/(\w+)\/([\w.-]+)$/, right: 'record', guide: 'record',
    show: () => import('../record/form.tsx').then(m => ([plural = '', code = '']) => <m.RecordPage plural={plural} code={code} />) },
  { at: /^\/(nhap\/\w+|dinh-danh)$/, right: 'record', guide: 'grid',
    show: () => import('../screens/grid.tsx').then(m => m.open()) },
  { at: /^\/lop$/, right: ['learners', 'read'], guide: 'classes', show: classes(m => () => <m.AllClasses />) },
  { at: /^\/lop\/([\w.-]+)$/, right: ['learners', 'read'], guide: 'classes', show: classes(m => ([code = '']) => <m.ClassPage code={code} />) },
  { at: /^\/chuyen-truong$/, right: ['transfer', 'read'], guide: 'transfers', show: moves(m => <m.Transfers />) },
  { at: /^\/trung$/, right: ['import', 'write'], guide: 'twins', show: moves(m => <m.Twins />) },
  { at: /^\/chuyen-nam-hoc$/, right: ['import', 'read'], guide: 'rollover', show: moves(m => <m.Rollover />) },
  { at: /^\/bao-cao$/, right: ['report', 'read'], guide: 'reports', show: reports(m => () => <m.Reports />) },
  { at: /^\/bao-cao\/([\w.-]+)\/(\w+)\/([\w-]+)$/, right: ['report', 'read'], guide: 'report',
    show: reports(m => ([form = '', unit = '', period = '']) => <m.ReportPage form={form} unit={unit} period={period} />) },
  { at: /^\/chat-luong$/, right: ['quality', 'read'], guide: 'quality', show: quality(m => () => <m.Quality />) },
  { at: /^\/con-thieu\/([\w-]+)$/, right: ['quality', 'read'], guide: 'checklist', show: quality(m => ([name = '']) => <m.ChecklistPage name={name} />) },
  { at: /^\/tien-do$/, right: ['quality', 'read'], guide: 'progress', show: quality(m => () => <m.Progress />) },
  { at: /^\/duyet$/, right: ['export', 'approve'], guide: 'approve',
    show: () => import('../screens/approve.ts').then(m => m.dressed().then(() => () => <m.Inbox />)) },
  { at: /^\/nap$/, right: 'all', guide: 'imports', show: imports(m => () => <m.ImportStart />) },
  { at: /^\/nap\/([\w.-]+)$/, right: 'all', guide: 'imports', show: imports(m => ([id = '']) => <m.ImportPage id={id} />) },
  { at: /^\/xuat$/, right: ['export', 'read'], guide: 'exports',
    show: () => import('../screens/export.ts').then(m => m.dressed().then(() => () => <m.Exports />)) },
  { at: /^\/quan-tri\/tai-khoan$/, right: ['account', 'read'], guide: 'accounts', show: admin(m => <m.Accounts />) },
  { at: /^\/quan-tri\/phien$/, title: 'sessions.title', right: 'all', guide: 'sessions', show: admin(m => <m.Sessions />) },
  { at: /^\/quan-tri\/hai-buoc$/, title: 'account.factor', right: 'all', guide: 'factor', show: admin(m => <m.Factor />) },
  { at: /^\/quan-tri\/don-vi$/, right: ['unit', 'read'], guide: 'units', show: admin(m => <m.Units />) },
  { at: /^\/quan-tri\/nhat-ky$/, right: ['change', 'read'], guide: 'log', show: admin(m => <m.Log />) },
  { at: /^\/quan-tri\/luot-xem$/, right: ['audit', 'read'], guide: 'views', show: admin(m => <m.Views />) },
  { at: /^\/quan-tri\/dia-danh$/, right: ['import', 'write'], guide: 'places', show: admin(m => <m.Places />) },
  { at: /^\/quan-tri\/quy-dinh$/, right: ['unit', 'read'], guide: 'rules', show: admin(m => <m.Rules />) },
  { at: /^\/quan-tri\/quy-che$/, right: ['unit', 'read'], guide: 'regulations', show: admin(m => <m.Regulations />) },
  { at: /^\/quan-tri\/quy-che\/([\w-]+)$/, right: ['unit', 'read'], guide: 'regulations', show: adminPart(m => ([id = '']) => <m.RegulationPage id={id} />) },
  { at: /^\/quan-tri\/yeu-cau$/, right: ['support', 'write'], guide: 'requests',
    show: () => import('../screens/support.ts').then(m => m.dressed().then(() => () => <m.Requests />)) },
  { at: /^\/tro-giup$/, title: 'help.title', right: 'all', guide: 'help', show: () => import('./guides.tsx').then(m => m.open(screens)) },
  { at: /^\/quan-tri\/phan-mem$/, right: ['account', 'read'], guide: 'clients', show: admin(m => <m.Clients />) },
]

setPlaces(screens.map(s => s.at))

export function screenAt(path: string): { screen: Screen; part: string[] } | undefined {
  for (const screen of screens) {
    const m = screen.at.exec(path)
    if (m) return { screen, part: m.slice(1).map(decodeURIComponent) }
  }
  return undefined
}
