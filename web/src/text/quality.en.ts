/* quality.en.ts - the words of quality, lists of what is missing, and progress, in English. */
import type { vi } from './quality.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'q.title': 'Data quality', 'q.faults': 'Faults by rule', 'q.complete': 'Completeness', 'q.lists': 'What is missing',
  'q.rule': 'Rule', 'q.severity': 'Severity', 'q.type': 'Records', 'q.class': 'Class', 'q.any': 'all', 'q.clear': 'Clear filters',
  'q.filter': 'Filters of this list',
  'q.none': 'Nothing is wrong by the rules.', 'q.none.so': 'Nothing of this kind is wrong.', 'q.count': '{n} places',
  'q.who': 'Record', 'q.where': 'Field', 'q.detail': 'Detail', 'q.record': 'record',
  'c.by': 'By', 'c.field': 'field', 'c.level': 'level', 'c.name': 'Name', 'c.left': 'Missing', 'c.share': 'Complete',
  'c.done': 'Nothing that has to be filled in is missing.', 'c.none': 'No record has a field to fill in yet.', 'c.of': '{n} of {of}',
  'l.whole': '{n} of {of} people have everything', 'l.nobody': 'Nobody belongs on this list this school year.', 'l.open': 'See each person',
  'l.done': 'Everybody has everything.', 'l.person': 'Name', 'l.missing': 'Missing', 'l.no': 'No.', 'l.unknown': 'There is no such list.',
  'l.full': 'Complete',
 
  'l.all': 'All lists of what is missing', 'l.print': 'Print', 'l.about': 'School year {year} · {n} people lack something',
  'l.none.below': 'No school has people on this list.',
  'u.unit': 'Unit', 'u.year': 'School year {year}', 'u.present': 'The present school year of each school, or its last one',
  'u.schools': 'Schools', 'u.errors': 'Errors', 'u.warnings': 'Warnings', 'u.notices': 'Notices',
  'u.complete': 'Complete', 'u.all': 'All of {name}', 'u.none': 'There are no schools here yet.',
  'u.counted': 'Figures are counted once a day; the oldest count here: {when}.',
  'u.uncounted': '{n} schools have not been counted yet.', 'u.never': 'No school has been counted yet; the server counts some each hour.', 'u.sort': 'Order',
  'u.sort.code': 'by code', 'u.sort.errors': 'most errors first', 'u.sort.complete': 'least complete first',
  'p.title': 'Progress', 'p.identity': 'Identity numbers', 'p.report': 'Report {form}', 'p.sent': 'sent', 'p.form': 'Form',
  'p.errors': 'in {of} records', 'p.pick': 'Choose {name}', 'p.pick.all': 'Choose every unit that has not sent', 'p.chosen': '{n} units chosen',
  'p.remind': 'Remind of {form}',
  'p.reminded': '{n} schools reminded', 'p.reminded.one': 'Reminded', 'p.kept': '{n} schools could not be reminded: {why}', 'p.print': 'Print',
  'p.print.title': 'Print the table', 'p.paper': 'Paper',
  'p.a4': 'A4, lying', 'p.a3': 'A3, lying', 'p.classes': 'Class by class',
  'p.none.late': 'No school is left to be reminded.',
  'p.legend':
    'Colours go by the percentage: red is little, green much; of errors, by how many in 100 records: green is none, red over 10. – is nothing to count.',
  'p.by': 'Reports of school year {year}, by the units of the day their figures are of',
  'p.other': 'Figures of the whole school are counted for {year} alone; choose that year to see them.',
  'p.classes.none': 'There are no classes this school year.',
}
