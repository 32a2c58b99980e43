/* charts.en.ts - what drawings say in English. */
import type { vi } from './charts.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'table.show': 'Show the table', 'table.hide': 'Fold the table', 'table.copy': 'Copy the table', 'table.copied': 'Copied; a spreadsheet takes it.',
  'trend.title': 'Quality week by week', 'trend.errors': 'Errors', 'trend.full': 'How complete the records are', 'trend.warnings': 'To look at again',
  'trend.week': 'Week of', 'trend.from': 'week of {day}', 'trend.one': 'A line is drawn when two weeks have been counted.',
  'trend.less': '{n} fewer than the {then}', 'trend.more': '{n} more than the {then}', 'trend.same': 'as the {then}', 'trend.before': 'week before',
  'trend.counted': 'Of the week of {day}, the present school year of a school. Counted once a day, so the list of faults may differ by now.',
  'tiles.title': 'How complete the records are, school by school',
  'tiles.text': 'The figure is the percentage of due fields that are filled. Press a tile to look at that school.',
  'tiles.one': '{name}: {n} %', 'tiles.step': 'from {n} %', 'tiles.school': 'School', 'tiles.full': 'Filled (%)',
  'totals.state': 'How far', 'totals.units': 'Units',
  'drawn.column': 'Column', 'drawn.what': 'What is counted', 'drawn.none': 'No figure of this column is above 0.',
  'drawn.zero': '{n} that are 0 stand in the table alone.',
  'drawn.hint': 'All bars have one measure; the table has every figure.',
}
