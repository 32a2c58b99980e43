/* admin.ts - the screens by which offices run the tree: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const ADMIN_STYLE: string

let worn: Promise<unknown> | undefined
export const dressed = () => (worn ??= wear(ADMIN_STYLE)).catch(x => { worn = undefined; throw x })

export { Accounts } from './admin/accounts.tsx'
export { Clients } from './admin/clients.tsx'
export { Log } from './admin/log.tsx'
export { Places } from './admin/places.tsx'
export { Rules } from './admin/rules.tsx'
export { Sessions } from './admin/sessions.tsx'
export { Units } from './admin/units.tsx'
