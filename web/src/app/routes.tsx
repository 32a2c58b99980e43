/* routes.tsx - the table of screens.  No row without a right and a guide.  What nearly everybody opens first comes with the frame, the rest when it is
 * wanted. */
import type { ComponentChild } from 'preact'
import { RecordList } from '../record/list.tsx'
import { Home } from '../screens/home.tsx'
import type { Key } from '../text/index.ts'
import type { Guide } from './guides.gen.ts'
import { setPlaces } from './router.ts'

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
]

setPlaces(screens.map(s => s.at))

export function screenAt(path: string): { screen: Screen; part: string[] } | undefined {
  for (const screen of screens) {
    const m = screen.at.exec(path)
    if (m) return { screen, part: m.slice(1).map(decodeURIComponent) }
  }
  return undefined
}
