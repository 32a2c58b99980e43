/* errorfile.tsx - somebody's own file with its mistakes marked, to be corrected and brought again. */
import { tell } from '../../text/import.ts'
import { Icon } from '../../ui/icon.tsx'

/* name: which it is, where there are several. */
export const ErrorFile = ({ id, at, name }: { id: string; at: number; name?: string | null }) => (
  <p class="actions"><a class="button" download href={`/api/v1/imports/${id}/errors.xlsx?file=${at + 1}`}><Icon name="down" />{tell('pre.errors')}</a>
    <span class="quiet">{name} {tell('pre.errors.how')}</span></p>
)
