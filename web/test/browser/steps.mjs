/* steps.mjs - what the tests of a second step share: the codes of a telephone and its passkeys, and whoever demands a step of everybody. */
import { createHmac } from 'node:crypto'
import { ask } from './at.mjs'

export const OWN = 'mot cau dai de nho 98'

/* What the program on a telephone would show. */
export function code(secret, at = Date.now()) {
  const bits = [...secret].map(x => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(x).toString(2).padStart(5, '0')).join('')
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)))
  const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(x => parseInt(x, 2)))).update(step).digest(), from = mac[19] & 15
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1e6).padStart(6, '0')
}

/* With a step of its own, so that it can leave it to each again. */
export async function demander(t) {
  const root = await t.as('system'), { csrf } = await ask(root, '/session')
  const send = (path, data) => root.request.post('/api/v1' + path, { data, headers: { 'X-CSRF-Token': csrf } })
  if (!(await ask(root, '/session/otp')).set) {
    const { secret } = await (await send('/session/otp', { password: OWN })).json()
    await send('/session/otp/confirm', { otp: code(secret) })
  }
  return { root, demand: async demanded => t.is((await send('/second-step', { demanded, password: OWN })).status(), 200) }
}

/* What keeps passkeys and knows its owner, held to the page that is open now: any other session with the debugger that ends
 * (axe.mjs) takes it away, and the keys are kept here. */
export function telephone() {
  const keys = new Map()
  let last
  return {
    keys,
    async at(page, known = true) {
      await last?.detach().catch(() => {})
      const cdp = last = await page.context().newCDPSession(page), keep = e => keys.set(e.credential.credentialId, e.credential)
      await cdp.send('WebAuthn.enable')
      cdp.on('WebAuthn.credentialAdded', keep)
      cdp.on('WebAuthn.credentialAsserted', keep)
      const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
        protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: known, automaticPresenceSimulation: true,
      } })
      for (const credential of keys.values()) await cdp.send('WebAuthn.addCredential', { authenticatorId, credential })
    },
    copy() {
      const other = telephone()
      for (const [id, key] of keys) other.keys.set(id, { ...key })
      return other
    },
  }
}

/* A key is of a name, not of an address of numbers. */
export const local = t => t.origin.replace('127.0.0.1', 'localhost')

export async function enter(page, name) {
  await page.goto('/dang-nhap?ve=%2Flop')
  await page.fill('#username', name)
  await page.fill('#password', OWN)
  await page.click('button[type=submit]')
}
