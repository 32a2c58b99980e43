/* address.ts - addresses of the API and what goes with them, typed by what the program says of itself. */
import type { Routes } from './types.gen.ts'

type Route = keyof Routes
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type PathIn<R, M extends string> = R extends `${M} ${infer P}` ? P : never
export type Path<M extends string> = PathIn<Route, M>
type Of<M extends string, P extends string> = Routes[Extract<Route, `${M} ${P}`>]
export type Answered<M extends string, P extends string> = Of<M, P>['answer']

export type Values = Record<string, string | number | boolean | null | undefined>
type Extra = { version?: number; signal?: AbortSignal; headers?: Record<string, string> }
export type Sent<M extends string, P extends string> = Omit<Of<M, P>, 'answer'> & Extra
/* Nothing to be said where nothing must be. */
type Nothing = Record<never, never>
export type Said<M extends string, P extends string, Or = never> = Nothing extends Omit<Of<M, P>, 'answer'> ? [said?: Sent<M, P> | Or] : [said: Sent<M, P> | Or]

/* "?a=1&b=2" of what is given. */
export function query(args: Values): string {
  const p = new URLSearchParams()
  for (const [k, v] of Object.entries(args)) if (v !== undefined && v !== null && v !== '') p.set(k, String(v))
  const text = p.toString()
  return text && '?' + text
}

/* "/reports/{id}" of one report. */
export function fill(path: string, { at, query: q }: { at?: Values; query?: Values } = {}): string {
  const filled = at ? path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(at[name]))) : path
  return q ? filled + query(q) : filled
}
