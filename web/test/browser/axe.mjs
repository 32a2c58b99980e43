/* axe.mjs - what axe finds wrong in a page, serious or critical. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function findings(page) {
  /* Through the debugger, so that the page's own policy stays as it is. */
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: source })
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'axe.run().then(r => JSON.stringify(r.violations))', awaitPromise: true, returnByValue: true })
  return JSON.parse(result.value).filter(v => v.impact === 'serious' || v.impact === 'critical')
    .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | ')}`)
}
