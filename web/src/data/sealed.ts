/* sealed.ts - what a page keeps in the browser in case it goes away: sealed with a key that only the session has, so that nobody reads it once
 * the session is over.  Where there is no key, or the browser cannot seal, nothing is kept. */
/* Of a session that has one (32 bytes, base64url). */
export type Key = string | null | undefined

const BASE = 'khue', STORE = 'sealed'
/* n: how much is in it, to be told without opening it. */
type Sealed = { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer; n: number }

const canSeal = (key: Key): key is string => Boolean(key) && globalThis.crypto?.subtle !== undefined && 'indexedDB' in globalThis

function sealingKey(key: string): Promise<CryptoKey> {
  const raw = Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

const settled = <T>(r: IDBRequest<T>) => new Promise<T>((done, lost) => { r.onsuccess = () => done(r.result); r.onerror = () => lost(r.error) })

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const open = indexedDB.open(BASE, 1)
  open.onupgradeneeded = () => open.result.createObjectStore(STORE)
  const base = await settled(open)
  base.onversionchange = () => base.close()
  const work = base.transaction(STORE, mode)
  work.oncomplete = work.onabort = () => base.close()
  return work.objectStore(STORE)
}

const about = (name: string) => new TextEncoder().encode(name)

/* undefined: nothing is kept any more.  What cannot be kept stays in memory: no reason to stop. */
export async function seal(key: Key, name: string, value: unknown, n: number): Promise<void> {
  if (!canSeal(key)) return
  try {
    if (value === undefined) { await settled((await store('readwrite')).delete(name)); return }
    const iv = crypto.getRandomValues(new Uint8Array(12)), text = new TextEncoder().encode(JSON.stringify(value))
    const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: about(name) }, await sealingKey(key), text)
    await settled((await store('readwrite')).put({ iv, bytes, n } satisfies Sealed, name))
  } catch { /* a private window, a full disk */ }
}

/* What another session sealed is of nobody's use: it goes. */
export async function unseal<T>(key: Key, name: string): Promise<T | undefined> {
  if (!canSeal(key)) return undefined
  try {
    const kept = await settled((await store('readonly')).get(name) as IDBRequest<Sealed | undefined>)
    if (!kept) return undefined
    const open = crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv, additionalData: about(name) }, await sealingKey(key), kept.bytes)
    return JSON.parse(new TextDecoder().decode(await open)) as T
  } catch { await seal(key, name, undefined, 0); return undefined }
}

/* What is kept and waits to be sent, by name, and how much of each. */
export async function allSealed(key: Key): Promise<[name: string, n: number][]> {
  if (!canSeal(key)) return []
  try {
    const at = await store('readonly'), [keys, kept] = await Promise.all([settled(at.getAllKeys()), settled(at.getAll() as IDBRequest<Sealed[]>)])
    return kept.map((x, i): [string, number] => [String(keys[i]), x.n]).filter(([, n]) => n > 0)
  } catch { return [] }
}

/* At sign-out; what nobody wiped nobody can open either. */
export async function wipe(): Promise<void> {
  try { await settled(indexedDB.deleteDatabase(BASE)) } catch { /* there was none */ }
}
