/* tabs.later.ts - the same, as the form names them. */
import { later, waiting } from '../ui/later.tsx'

const tabs = () => import('./tabs.ts')

export const ClashDialog = later(() => tabs().then(m => m.ClashDialog))
export const Duplicates = later(() => tabs().then(m => m.Duplicates), waiting)
export const Events = later(() => tabs().then(m => m.Events), waiting)
export const History = later(() => tabs().then(m => m.History), waiting)
export const Identifiers = later(() => tabs().then(m => m.Identifiers), waiting)
export const NamedNote = later(() => tabs().then(m => m.NamedNote))
export const PartList = later(() => tabs().then(m => m.PartList), waiting)
export const PrintDialog = later(() => tabs().then(m => m.PrintDialog))
export const StatusDialog = later(() => tabs().then(m => m.StatusDialog))
