/* class.en.ts - the words of the page of a class, in English. */
import type { vi } from './class.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'all.title': 'Class by class', 'all.none': 'There are no classes in this school year yet.', 'all.nograde': 'No grade yet', 'all.noteacher': 'no homeroom teacher',
  'all.school': 'This page is of one school. Choose a school at the top.',
  'class.title': 'Class {name}', 'class.record': 'Record of the class', 'class.grid': 'Quick entry', 'class.choose': 'Another class', 'class.teacher': 'Homeroom teacher',
  'class.before': 'Class before', 'class.after': 'Next class',
  'pup.title': 'Pupils', 'pup.none': 'Nobody is in this class yet.', 'pup.add': 'Add to the class', 'pup.count': '{n} pupils, {girls} girls',
  'pup.left': '{n} have left the class this year', 'pup.more': 'Only the first {n} are shown; the list has all.', 'pup.all': 'List',
  'pup.no': 'No.', 'pup.name': 'Full name', 'pup.born': 'Birth date', 'pup.sex': 'Sex', 'pup.status': 'Status', 'pup.tick': 'Choose {name}', 'pup.ticks': 'Choose the whole class',
  'move.do': 'Move to another class', 'move.chosen': '{n} chosen', 'move.title': 'Move {n} pupils to another class', 'move.to': 'To class',
  'move.same': 'Same grade', 'move.other': 'Other grades', 'move.now': 'They change class today', 'move.now.what': 'The former class and the day are kept.',
  'move.wrong': 'They were put into the wrong class', 'move.wrong.what': 'Corrected as if they had been in the new class all year; not recorded as a change.',
  'move.grade': 'Another grade: I know, and mean it', 'move.yes': 'Move {n} pupils', 'move.done': '{n} pupils moved to class {to}.',
  'move.past': 'The school year in view is not the present one: the class is corrected, no change is recorded.', 'move.refused': '{n} could not be moved:',
  'order.do': 'Set the order', 'order.name': 'By name', 'order.save': 'Save the order', 'order.cancel': 'Cancel', 'order.up': 'Move {name} up', 'order.down': 'Move {name} down',
  'order.how': 'Press the arrows, or stand on one and use the keys ↑ ↓.', 'order.leave': 'The new order is not saved. Leave the page?', 'order.saved': 'The order is saved.', 'order.at': '{name}: number {n}', 'order.refused': 'Not all of the order is saved: {why}',
  'sub.title': 'Teachers', 'sub.homeroom': 'Homeroom', 'sub.homeroom.end': 'Homeroom at the end of the year', 'sub.none': 'No subject has been assigned yet.',
  'sub.you': 'you', 'sub.other': 'another teacher', 'sub.nobody': 'nobody yet', 'sub.all': 'Subjects and teachers of the class',
  'due.title': 'Missing', 'due.none': 'Nothing is missing.', 'due.filled': '{n} of {of} filled', 'due.left': '{n} missing', 'due.more': '{n} more',
  'print.do': 'Print', 'print.title': 'Print class {name}', 'print.list': 'Class list', 'print.cards': 'Pupil cards', 'print.blank': 'Blank columns',
  'print.card': 'Pupil card', 'print.photos': 'With the photographs there are', 'print.name': 'Pupils of class {name}', 'print.photo': 'Photo 3 × 4',
  'print.about': 'School year {year} · {n} pupils, {girls} girls', 'print.teacher': 'Homeroom teacher: {name}', 'print.code': 'Code', 'print.homeroom': 'HOMEROOM TEACHER',
}
