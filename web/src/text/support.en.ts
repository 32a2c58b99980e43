/* support.en.ts - what the screens of help say in English. */
import type { vi } from './support.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'help.all': 'All guides, my requests', 'help.ask': 'Report a fault, ask', 'help.guides': 'A guide for each screen', 'help.find': 'Find in the guides',
  'help.nothing': 'No guide speaks of that. Ask with the button Report a fault, ask.', 'help.public': 'What this is, and where its rules are',
  'ask.text': 'What were you doing, what is wrong, or what would you like to know or suggest?',
  'ask.hint': 'Write nobody’s name, birth date, identity or telephone number: “a pupil of 1A” is enough. Your administrator and the offices above read it.',
  'ask.from': 'Sent from the screen: {place}.', 'ask.send': 'Send', 'ask.sent': 'Sent. Your first page tells you when there is an answer.',
  'mine.title': 'My requests', 'mine.none': 'You have sent no request yet.', 'mine.read': 'I have read it',
  'all.title': 'Requests for help',
  'all.lead': 'What people of the unit and of those below it ask, report or suggest. Answered once; the sender sees it on the first page.',
  'all.open': 'Waiting', 'all.answered': 'Answered', 'all.none': 'No request waits for an answer.', 'all.none.answered': 'No request has been answered yet.',
  'all.own': 'Your own request; somebody else answers it.', 'all.answer': 'Answer', 'all.close': 'Answer and close',
  'all.gone': 'Somebody else has just answered this. What you were writing:', 'all.drop': 'Drop what was written',
  'all.hint': 'Nobody’s name or number. It cannot be changed once sent.',
  'one.open': 'Waiting', 'one.answered': 'Answered', 'one.read': 'read', 'one.answer': 'Answer', 'one.by': '{who}, {when}', 'one.place': 'Screen: {place}',
  'one.apart': 'not in your menu',
}
