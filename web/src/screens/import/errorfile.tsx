/* errorfile.tsx - somebody's own file with its mistakes marked, to be corrected and brought again. */
import type { ComponentChildren } from 'preact'
import { tell } from '../../text/import.ts'
import { Icon } from '../../ui/icon.tsx'

export const errorsAddress = (id: string, at: number) => `/api/v1/imports/${id}/errors.xlsx?file=${at + 1}`

/* children: which file, where there are several. */
export const ErrorFile = ({ to, children }: { to: string; children?: ComponentChildren }) => <>
  <a class="button" download href={to}><Icon name="down" />{tell('pre.errors')}</a>
  <span class="quiet">{children} {tell('pre.errors.how')}</span>
</>
