/* session.ts - who is signed in.  The page brings it along; without it the door is shown instead of the page. */
import { signal } from '@preact/signals'
import { setCsrf, whenSignedOut } from '../data/api.ts'
import type { Session } from '../data/types.ts'

export const session = signal(JSON.parse(document.getElementById('session')!.textContent!) as Session)
export const year = signal(2025)

setCsrf(session.value.csrf)
whenSignedOut(() => location.assign('/dang-nhap'))

export const may = (module: string, action: string) => session.value.rights[module]?.includes(action) ?? false
