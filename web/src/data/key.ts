/* key.ts - a key that nobody else makes.  crypto.randomUUID is not there where the school's server has no certificate. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('')
