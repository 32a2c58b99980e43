/* shown.tsx - a stored value in words: "…" until its name is known, a dash where there is none. */
import type { Value } from '../data/types.ts'
import { t } from '../text/index.ts'
import { wordsFor } from './known.ts'
import { showValue } from './read.ts'
import type { Field, Item } from './type.ts'

type Of = Pick<Field, 'type' | 'list' | 'to'>

/* Of a list: a reference comes with its title. */
export const asShown = (x: Item): Of => (x.type === 'reference' ? { type: 'text' } : x)

export const inWords = (f: Of, v: Value): string => (f.type === 'code' || f.type === 'reference' ? wordsFor(f, v) ?? '…' : showValue(f, v))

export function Shown({ of, value, none = '–' }: { of: Of; value: Value; none?: string }) {
  const words = inWords(of, value)
  return words ? <>{words}</> : <span class="none"><span aria-hidden="true">{none}</span><span class="hidden">{t('form.empty')}</span></span>
}
