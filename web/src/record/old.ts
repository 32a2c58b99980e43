/* old.ts - codes that are no longer in force, by the server's clock. */
import { today } from '../data/clock.ts'
import { showDate, t } from '../text/index.ts'
import type { Code } from './known.ts'

export const isOld = (x: Code) => x.valid_to !== undefined && x.valid_to <= today()
export const oldNote = (x: Code) => (isOld(x) ? t('form.old', { day: showDate(x.valid_to ?? '') }) : undefined)
