/* problems.tsx - why something could not be done, in the server's words: the first few, the rest when wanted. */
import type { Problem } from '../../data/api.ts'
import type { ProblemItem } from '../../data/types.gen.ts'
import { Told } from '../../record/told.tsx'
import { number } from '../../text/index.ts'
import { tell } from '../../text/move.ts'
import { Icon } from '../../ui/icon.tsx'

const SHOWN = 5

type Said = Pick<ProblemItem, 'message' | 'severity' | 'records'>

export function Sentences({ all }: { all: Said[] }) {
  const each = all.filter((x, i) => all.findIndex(y => y.message === x.message) === i)
  const told = (some: Said[]) => some.map(x => (
    <li key={x.message} class={'problem ' + (x.severity ?? '')}><Icon name="alert" /><span><Told of={x} /></span></li>))
  const left = each.length - SHOWN
  return <>
    <ul class="plainlist">{told(each.slice(0, SHOWN))}</ul>
    {left > 0 && <details><summary>{tell('more', { n: number(left) })}</summary><ul class="plainlist">{told(each.slice(SHOWN))}</ul></details>}
  </>
}

export const Problems = ({ of }: { of: Problem }) => (
  <div role="alert"><p class="problem"><Icon name="alert" />{of.message}</p>{of.problems?.length > 0 && <Sentences all={of.problems} />}</div>
)
