/* paper.en.ts - the sentences on paper, in English. */
import type { vi } from './paper.vi.ts'

export const en: Record<keyof typeof vi, string> = {
  'year': 'School year {year} · {n} records', 'maker': 'Prepared by', 'maker.form': 'Form prepared by', 'head': 'Head of the institution',
  'sign': '(Signature, full name)',
  'day': '{where}, {day}/{month}/{year}', 'what': 'Empty fields are printed as dotted lines to be filled in by hand. Only what is saved is printed.',
  'purpose': 'What is it printed for, and for whom?', 'short': 'Write what for, and for whom: at least {n} words of two letters or more.',
  'for': 'Holds sensitive personal data. Printed for: {what}. By: {who}.', 'sensitive': 'Print sensitive data too', 'title': 'Record: {what}',
  'family': 'Declared by',
}
