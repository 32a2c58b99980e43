/* admin.ts - the screens by which offices run the tree: fetched together, with their style. */
import { wear } from '../ui/style.ts'

declare const ADMIN_STYLE: string

export const dressed = () => wear(ADMIN_STYLE)

export { Accounts } from './admin/accounts.tsx'
export { Clients } from './admin/clients.tsx'
export { Factor } from './admin/factor.tsx'
export { Log } from './admin/log.tsx'
export { Places } from './admin/places.tsx'
export { RegulationPage, Regulations } from './admin/regulations.tsx'
export { Rules } from './admin/rules.tsx'
export { Sessions } from './admin/sessions.tsx'
export { Units } from './admin/units.tsx'
export { Views } from './admin/views.tsx'
