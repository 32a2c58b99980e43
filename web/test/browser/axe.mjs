/* axe.mjs - what axe finds wrong in a page, serious or critical. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

const GRAVE = ['serious', 'critical']

/* How the page is laid out for whoever hears it: landmarks with names, headings without gaps. */
export const outline = page => findings(page, { runOnly: ['landmark-unique', 'heading-order', 'page-has-heading-one'] }, [...GRAVE, 'moderate'])

export async function findings(page, options = {}, impacts = GRAVE) {
  /* Through the debugger, so that the page's own policy stays as it is. */
  const cdp = await page.context().newCDPSession(page), evaluate = (expression, more) => cdp.send('Runtime.evaluate', { expression, ...more })
  if ((await evaluate('typeof axe')).result.value === 'undefined') await evaluate(source)
  const run = `axe.run(${JSON.stringify({ resultTypes: ['violations'], ...options })}).then(r => JSON.stringify(r.violations))`
  const { result } = await evaluate(run, { awaitPromise: true, returnByValue: true })
  await cdp.detach()
  return JSON.parse(result.value).filter(v => impacts.includes(v.impact))
    .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | ')}`)
}

/* In the dark only colours are others. */
export async function findingsInBoth(page) {
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await findings(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await findings(page, { runOnly: OF_COLOURS })
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark.map(f => 'dark: ' + f)]
}
