/* share.tsx - a thin bar: parts of a whole, beside the figures that say the same. */
type Part = [kind: 'good' | 'warn' | 'bad', share: number]

export function Share({ parts }: { parts: Part[] }) {
  let x = 0
  return (
    <svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" />
      {parts.map(([kind, share]) => {
        const from = x
        x += 100 * share
        return <rect key={kind} class={kind} x={from} width={100 * share} height="4" />
      })}
    </svg>
  )
}
