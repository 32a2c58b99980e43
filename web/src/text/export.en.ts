/* export.en.ts - the words of files out, in English. */
import type { vi } from './export.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'exp.title': 'Export', 'exp.lead': 'An Excel file holds data of real people: each export says what it is for, and is logged. School year {year}.',
  'exp.sheet': 'Template', 'exp.of': 'Of whom', 'exp.school': 'The whole school', 'exp.class': 'Class {name}',
  'exp.purpose.ask': 'What for, and to whom (5 words at least)',
  'exp.office': 'Whoever exports says what for, and it is written in the log. School year {year}.',
  'exp.office.1': 'To compare the register of schools with the decisions they stand on', 'exp.office.2': 'To plan the network of schools of next year',
  'exp.office.3': 'To hand in the register as the Ministry asked in writing',
  'exp.examples': 'For example:', 'exp.example.1': 'Comparing the list with the papers of the class',
  'exp.example.2': 'For homeroom teachers to fill in what is missing',
  'exp.example.3': 'Sending the list that the Department asked for', 'exp.do': 'Ask for the file', 'exp.sending': 'Sending…',
  'exp.lack.ask': 'Choose: {what}.',
  'exp.lack.purpose': 'Say what for, in 5 words of two letters or more.', 'exp.count': 'The file is about {n} people.',
  'exp.waits.together': 'The file has {n} people, with those of a day ({taken} people) more than {over}: it will wait for approval.',
  'exp.waits': 'The file is about {n} people, more than {over}: the head or the office above must approve it before it can be fetched.',
  'exp.asked': 'Asked for; once it is done it can be fetched in the first line of the table below, for a day.',
  'exp.asked.waits': 'Asked for; the head or the office above must approve it.',
  'exp.log': 'Log of exports', 'exp.mine': 'Files I asked for', 'exp.none': 'Nothing was exported yet.', 'exp.what': 'File', 'exp.who': 'Asked by',
  'exp.me': 'you',
  'exp.purpose': 'What for', 'exp.persons': 'People', 'exp.state': 'State', 'exp.approved': 'Approved by', 'exp.fetched': 'Fetched', 'exp.times': '{n} times',
  'exp.empty': 'empty template', 'exp.fetch': 'Fetch', 'exp.approve': 'Approve', 'exp.refuse': 'Refuse', 'exp.refuse.title': 'Refuse an export',
  'exp.why': 'Reason',
  'exp.lack.reason': 'Give the reason.', 'exp.reason': 'Reason: {why}',
  'exp.s.waits': 'Awaits approval', 'exp.s.queued': 'Waiting', 'exp.s.running': 'Being written', 'exp.s.done': 'Ready', 'exp.s.refused': 'Refused',
  'exp.s.failed': 'Not written', 'exp.s.cancelled': 'Stopped', 'exp.s.expired': 'Expired',
}
