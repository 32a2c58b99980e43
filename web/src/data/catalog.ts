/* catalog.ts - what the catalogue says of a record type, and code lists.  Asked for by the digest of what this account sees (`v`), the answers
 * never change: they are kept for the session, and by the browser beyond it.  Lists asked for within a moment go in one request. */
import { useEffect, useState } from 'preact/hooks'
import { query } from './address.ts'
import { get } from './api.ts'
import { useGet, type Answer } from './use.ts'
import type { Item, RecordType } from './types.ts'

let digest = ''
export const setDigest = (v: string) => {
  if (v !== digest) lists.clear()
  digest = v
}

/* By its plural or its name. */
export const useType = (name: string | undefined): Answer<RecordType> =>
  useGet<RecordType>(name && `/catalog/${name}${query({ v: digest })}`, { ever: true })

const lists = new Map<string, Item[] | undefined>() // undefined: asked for
const waiting = new Set<() => void>()
let wanted: string[] = []

async function askWanted() {
  const names = wanted
  wanted = []
  try {
    const { items } = await get<{ items: { name: string; items: Item[] }[] }>('/lists' + query({ names: names.join(','), v: digest }))
    for (const l of items) lists.set(l.name, l.items)
  } catch {
    for (const name of names) lists.delete(name) // whoever shows it next asks again
  }
  for (const tell of waiting) tell()
}

function want(name: string) {
  if (lists.has(name)) return
  lists.set(name, undefined)
  if (wanted.push(name) === 1) queueMicrotask(() => void askWanted())
}

/* Lists by name; of those not there yet nothing. */
export function useLists(names: string[]): Record<string, Item[] | undefined> {
  const [, setTurn] = useState(0), key = names.join(), now = Object.fromEntries(names.map(n => [n, lists.get(n)]))
  useEffect(() => {
    const tell = () => setTurn(n => n + 1)
    waiting.add(tell)
    names.forEach(want)
    if (names.some(n => lists.get(n) !== now[n])) tell() // came between the drawing and now
    return () => { waiting.delete(tell) }
  }, [key])
  return now
}

export const useList = (name: string | undefined): Item[] | undefined => useLists(name === undefined ? [] : [name])[name ?? '']
