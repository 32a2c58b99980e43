/* admin.en.ts - the words of administration, in English. */
import type { vi } from './admin.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'acc.title': 'Accounts', 'acc.issue': 'Issue an account', 'acc.find': 'Find by name, role, unit', 'acc.none': 'No such account.',
  'acc.name': 'Account name', 'acc.role': 'Role', 'acc.unit': 'Unit', 'acc.state': 'State', 'acc.seen': 'Last at work',
  'acc.used': 'In use', 'acc.unused': 'Password not changed yet', 'acc.disabled': 'Locked', 'acc.failed': '{n} wrong passwords',
  'acc.reset': 'New password', 'acc.disable': 'Lock', 'acc.enable': 'Open again',
  'acc.reset.what': 'The old password no longer works and all open sessions of this account end. The new one is shown once.',
  'acc.disable.what': 'The person is signed out at once and cannot sign in any more. What was recorded keeps the name. The account can be opened again.',
  'acc.enable.what': 'The person can sign in again, with the password from before.',
  'acc.made': 'One-time password', 'acc.once': 'One-time password', 'acc.first': 'At the first sign-in a password of one’s own must be chosen.',
  'acc.levels': 'Only for levels (none: all levels)', 'acc.staff': 'Who of the staff this is', 'acc.name.how': 'Small letters without marks, digits, dots; for instance vanthu.bahang. It cannot be changed later.',
  'slip.title': 'Account slip', 'slip.print': 'Print the slip', 'slip.at': 'Address', 'slip.keep': 'Keep this slip to yourself and destroy it when the password is set.',
  'secret.once': 'Shown this once; when closed it cannot be seen again.', 'secret.done': 'I have noted it',

  'ses.title': 'Open sessions', 'ses.text': 'Who is signed in at this unit and all below it.', 'ses.own': 'Where you are signed in. End what you do not know, then change your password.',
  'ses.none': 'No sessions.', 'ses.since': 'Signed in', 'ses.this': 'this one', 'ses.end': 'End',
  'ses.end.what': 'Whoever uses this session is signed out at once; what is not saved stays on their screen until they sign in again.',

  'log.title': 'Log of changes', 'log.type': 'About', 'log.account': 'Account', 'log.from': 'From', 'log.to': 'to', 'log.none': 'No such changes.',
  'log.whole': 'Checked {at}: right up to line {seq} of {of}.', 'log.broken': 'The log is not whole from line {seq} on. Tell the system administrator at once.',
  'log.unchecked': '{n} lines; never checked yet.', 'log.of': 'of',
  'log.account.type': 'account', 'log.client': 'program', 'log.export': 'export', 'log.report': 'report', 'log.rollover': 'roll-over',
  'log.transfer': 'transfer', 'log.unit': 'unit',
  'log.new': 'made', 'log.changed': 'changed', 'log.status': 'changed the status of', 'log.cancel': 'cancelled', 'log.password': 'set a new password for', 'log.ended': 'ended a session of',
  'log.moved': 'moved', 'log.undone': 'put back', 'log.reopened': 'opened again', 'log.computed': 'computed', 'log.merged': 'merged', 'log.done': 'recorded about',

  'cli.title': 'Programs', 'cli.issue': 'Let a program in', 'cli.none': 'No program has been let in yet.', 'cli.name': 'Name', 'cli.may': 'May', 'cli.read': 'Read', 'cli.write': 'Write',
  'cli.token': 'Last call', 'cli.revoked': 'Revoked {at}', 'cli.revoke': 'Revoke', 'cli.revoke.what': 'The program is cut off within a second and cannot call any more. To use it again it must be let in anew.',
  'cli.made': 'Key of the program', 'cli.secret': 'Key', 'cli.how': 'Give name and key to whoever installs the program, not by message or ordinary mail.',
  'cli.changes': 'Feed of changes', 'cli.units': 'Units', 'cli.personal': 'May see personal data', 'cli.addresses': 'Only from network addresses (none: anywhere)',

  'uni.title': 'Units', 'uni.day': 'As of', 'uni.on': 'The tree as it was on {day}.', 'uni.today': 'Back to today', 'uni.code': 'Code', 'uni.kind': 'Is', 'uni.go': 'See the work of this unit',
  'uni.ministry': 'the Ministry', 'uni.so': 'a provincial department', 'uni.phong': 'a district office', 'uni.commune': 'a commune', 'uni.school': 'an institution', 'uni.office': 'an office',
  'uni.lineage': 'Where it comes from, what it became', 'uni.nolineage': 'Never merged, split or renamed.',
  'uni.step.close': 'closed', 'uni.step.dissolve': 'dissolved', 'uni.step.merge': 'merged', 'uni.step.split': 'split', 'uni.step.rename': 'renamed from', 'uni.step.reopen': 'opened again', 'uni.step.other': 'changed',
  'uni.close': 'Close', 'uni.merge': 'Merge', 'uni.split': 'Split', 'uni.move': 'Move to another office', 'uni.reopen': 'Open again',
  'uni.merge.to': 'Merge into', 'uni.move.to': 'To the office', 'uni.from': 'From', 'uni.decision': 'Decision no.', 'uni.dissolve': 'Dissolve (not to be opened again)', 'uni.reason': 'Why it is opened again',
  'uni.look': 'Preview', 'uni.type': 'Type the code {code} to do it', 'uni.touch': 'It will touch', 'uni.touch.units': 'Units', 'uni.touch.learners': 'Learners', 'uni.touch.staff': 'Staff',
  'uni.touch.accounts': 'Accounts', 'uni.touch.reports': 'Reports not accepted yet',
  'uni.part.add': 'Add a receiving school', 'uni.part.classes': 'Which class goes where', 'uni.part.staff': 'Which of the staff go where', 'uni.stays': 'Stays',
}
