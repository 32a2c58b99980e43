/* passkey.ts - what goes to and from an authenticator: bytes there, base64url on the line. */
import { api } from './api.ts'

export const canPasskey = () => 'PublicKeyCredential' in globalThis

const bytes = (x: string) => Uint8Array.from(atob(x.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
const text = (x: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(x))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

type Key = { type: 'public-key'; id: string }
type Options = Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> & {
  challenge: string; user: { id: string; name: string; displayName: string }; excludeCredentials?: Key[]
}

/* Of this device, or of one it reaches; whoever stops it throws a DOMException. */
export async function makePasskey(): Promise<object> {
  const { publicKey } = await api('POST', '/session/passkey/options'), o = publicKey as unknown as Options
  const user = { ...o.user, id: bytes(o.user.id) }, excludeCredentials = o.excludeCredentials?.map(k => ({ ...k, id: bytes(k.id) }))
  const made = await navigator.credentials.create({ publicKey: { ...o, challenge: bytes(o.challenge), user, excludeCredentials } }) as PublicKeyCredential
  const { clientDataJSON, attestationObject } = made.response as AuthenticatorAttestationResponse
  const response = { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response }
}
