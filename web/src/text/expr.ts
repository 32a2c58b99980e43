/* expr.ts - the expression language of the catalogue (src/catalog/expr.h) on one record in memory: true, false, or undefined where it is not
 * known.  Which names there are the program has checked at its start; here only what is written wrong is refused. */
export type Truth = boolean | undefined
export type Env = {
  value: (path: string) => unknown                 // null or undefined: absent
  levels?: (path: string) => string | undefined    // of the code a field has: the levels of education it belongs to
  present?: (path: string) => Truth                // of the record, or of the one that a reference leads to
  provinces?: () => string[]
}
export type Expr = (env: Env) => Truth

type Token = { kind: 'name' | 'text' | 'number' | 'sign' | 'end'; word: string; at: number }
const signs = /(==|!=|<=|>=|[<>(),])/y, names = /[A-Za-z_][\w.]*/y, numbers = /-?\d[\d.]*/y, texts = /"([^"]*)"/y

function read(text: string): Token[] {
  const all: Token[] = []
  const kinds = [['name', names], ['number', numbers], ['text', texts], ['sign', signs]] as const
  for (let at = 0; ;) {
    while (/[ \t\n]/.test(text[at] ?? '')) at++
    if (at >= text.length) return [...all, { kind: 'end', word: '', at }]
    const found = kinds.map(([kind, re]) => { re.lastIndex = at; return { kind, m: re.exec(text) } }).find(x => x.m)
    if (!found?.m) throw new SyntaxError(`expression: character ${at + 1}`)
    all.push({ kind: found.kind, word: found.kind === 'text' ? found.m[1] ?? '' : found.m[0], at })
    at += found.m[0].length
  }
}

/* As bytes of UTF-8 are in order, which is the order of code points; numbers and truths as numbers. */
function compare(a: unknown, b: unknown): number {
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a) - Number(b)
  const x = [...a], y = [...b]
  for (let i = 0; i < x.length && i < y.length; i++) if (x[i] !== y[i]) return (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0)
  return x.length - y.length
}

const absent = (v: unknown): v is null | undefined => v === null || v === undefined
const relations: Record<string, (d: number) => boolean> = {
  '==': d => d === 0, '!=': d => d !== 0, '<': d => d < 0, '<=': d => d <= 0, '>': d => d > 0, '>=': d => d >= 0,
}
const not = (e: Expr): Expr => env => { const t = e(env); return t === undefined ? t : !t }
const both = (l: Expr, r: Expr, decisive: boolean): Expr => env => {
  const a = l(env)
  if (a === decisive) return a
  const b = r(env)
  return b === decisive ? b : a === undefined || b === undefined ? undefined : a
}

/* The day n years before; 29 February becomes 28 where it must. */
function yearsBefore(day: string, n: number): string {
  const year = Number(day.slice(0, 4)) - n, leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return String(year).padStart(4, '0') + (day.slice(4) === '-02-29' && !leap ? '-02-28' : day.slice(4))
}

/* Born on or before the day n years earlier; of whom only the year is known, it decides where it can. */
function bornBy(path: string, day: string, n: number): Expr {
  const bound = yearsBefore(day, n), year = Number(day.slice(0, 4)) - n, beside = path.replace(/birth_date$/, 'birth_year')
  return env => {
    const date = env.value(path), born = beside === path ? null : env.value(beside)
    if (!absent(date)) return compare(date, bound) <= 0
    if (absent(born)) return undefined
    return Number(born) < year + Number(day.endsWith('-12-31')) ? true : Number(born) > Number(bound.slice(0, 4)) ? false : undefined
  }
}

function aged(path: string, day: string, sign: string, n: number): Expr {
  const atLeast = bornBy(path, day, n), over = bornBy(path, day, n + 1)
  if (sign === '>=' || sign === '<') return sign === '<' ? not(atLeast) : atLeast
  if (sign === '>' || sign === '<=') return sign === '<=' ? not(over) : over
  return sign === '==' ? both(atLeast, not(over), false) : both(not(atLeast), over, true)
}

/* What both know of the day decides; the same year says nothing of the day. */
const before = (x: string, y: string): Expr => env => {
  const a = env.value(x), b = env.value(y)
  if (absent(a) || absent(b)) return undefined
  const s = String(a), o = String(b), n = Math.min(s.length, o.length), d = compare(s.slice(0, n), o.slice(0, n))
  return d !== 0 ? d < 0 : s.length === 10 && o.length === 10 ? false : undefined
}

const idForm = (path: string): Expr => env => {
  const id = env.value(path), places = env.provinces?.()
  if (absent(id) || !places) return undefined
  const s = String(id)
  return s.length !== 12 ? s.length === 9 : places.some(p => s.startsWith('0' + p)) || /^[1-4]/.test(s)
}

/* The fourth digit tells century and sex; the next two the year. */
const idSays = (path: string, other: string): Expr => env => {
  const id = String(env.value(path) ?? ''), v = env.value(other)
  if (id.length !== 12 || absent(v)) return undefined
  const digit = /\d/.test(id[3] ?? '') ? Number(id[3]) : -1
  if (v === '01' || v === '02') return (digit >= 0 && digit % 2 === 0) === (v === '01')
  if (digit < 0 || !/^\d{4}/.test(String(v))) return undefined
  return String(v).startsWith(19 + Math.floor(digit / 2) + id.slice(4, 6))
}

const words = new Set(['and', 'or', 'not', 'in', 'is', 'null'])

class Parser {
  private i = 0
  private readonly tokens: Token[]
  constructor(text: string) { this.tokens = read(text) }
  private get now(): Token { return this.tokens[this.i] ?? { kind: 'end', word: '', at: 0 } }
  private bad(): never { throw new SyntaxError(`expression: character ${this.now.at + 1}`) }
  private is = (kind: Token['kind'], word?: string) => this.now.kind === kind && (word === undefined || this.now.word === word)
  private next(kind: Token['kind'], word?: string): string {
    if (!this.is(kind, word)) this.bad()
    return this.tokens[this.i++]?.word ?? ''
  }
  private skip = (kind: Token['kind'], word: string) => this.is(kind, word) && !!this.next(kind, word)

  whole(): Expr { const e = this.chain('or', true, () => this.chain('and', false, () => this.negated())); return this.is('end') ? e : this.bad() }

  private chain(word: string, decisive: boolean, part: () => Expr): Expr {
    let left = part()
    while (this.skip('name', word)) left = both(left, part(), decisive)
    return left
  }
  private negated(): Expr { return this.skip('name', 'not') ? not(this.negated()) : this.primary() }

  private primary(): Expr {
    if (this.skip('sign', '(')) {
      const e = this.chain('or', true, () => this.chain('and', false, () => this.negated()))
      this.next('sign', ')')
      return e
    }
    const name = this.next('name')
    const call = this.calls[name]
    if (call && (this.is('sign', '(') || name === 'present')) return call()
    return name === 'true' || name === 'false' ? () => name === 'true' : this.field(name)
  }

  private readonly calls: Record<string, () => Expr> = {
    present: () => { const path = this.skip('sign', '(') ? this.closing(this.next('name')) : ''; return env => env.present?.(path) },
    before: () => { const [x, y] = this.two('name'); return before(x, y) },
    has_level: () => { const [x, level] = this.two('text'); return env => absent(env.value(x)) ? undefined : env.levels?.(x)?.includes(level) ?? false },
    share_level: () => {
      const [x, y] = this.two('name')
      return env => {
        if (absent(env.value(x)) || absent(env.value(y))) return undefined
        return (env.levels?.(x) ?? '').split(/\W+/).some(l => l !== '' && env.levels?.(y)?.includes(l))
      }
    },
    age_on: () => this.age(),
    digits: () => {
      const [path, ...lengths] = this.args('number')
      return env => { const v = env.value(path); return absent(v) ? undefined : /^\d*$/.test(String(v)) && lengths.includes(String(String(v).length)) }
    },
    id_fits: () => {
      const [id, ...others] = this.args('name')
      return others.length ? others.map(o => idSays(id, o)).reduce((l, r) => both(l, r, false)) : idForm(id)
    },
  }
  private closing<T>(v: T): T { this.next('sign', ')'); return v }
  private args(kind: Token['kind']): [string, ...string[]] {
    this.next('sign', '(')
    const all: [string, ...string[]] = [this.next('name')]
    while (this.skip('sign', ',')) all.push(this.next(kind))
    return this.closing(all)
  }
  private two(kind: Token['kind']): [string, string] { const [a, b] = this.args(kind); return b === undefined ? this.bad() : [a, b] }

  private age(): Expr {
    this.next('sign', '(')
    const path = this.is('name') ? this.next('name') : 'birth_date'
    if (path !== 'birth_date' || !this.is('text')) this.next('sign', ',')
    const day = this.closing(this.next('text')), sign = this.next('sign')
    return relations[sign] ? aged(path, day, sign, Number(this.next('number'))) : this.bad()
  }

  private constant(): unknown {
    if (this.is('number')) return Number(this.next('number'))
    if (this.is('name', 'true') || this.is('name', 'false')) return this.next('name') === 'true'
    return this.next('text')
  }

  private field(path: string): Expr {
    if (words.has(path)) throw new SyntaxError(`expression: ${path}`)
    if (this.skip('name', 'in')) {
      this.next('sign', '(')
      const all = [this.constant()]
      while (this.skip('sign', ',')) all.push(this.constant())
      this.next('sign', ')')
      return env => { const v = env.value(path); return absent(v) ? undefined : all.some(x => compare(v, x) === 0) }
    }
    if (this.skip('name', 'is')) {
      const negated = this.skip('name', 'not')
      this.next('name', 'null')
      return env => absent(env.value(path)) !== negated
    }
    const relation = this.is('sign') ? relations[this.now.word] : undefined
    if (!relation) return env => { const v = env.value(path); return absent(v) ? undefined : v === true }
    this.i++
    const other = this.is('name') && !this.is('name', 'true') && !this.is('name', 'false') ? this.next('name') : undefined
    const fixed = other === undefined ? this.constant() : undefined
    return env => {
      const a = env.value(path), b = other === undefined ? fixed : env.value(other)
      return absent(a) || absent(b) ? undefined : relation(compare(a, b))
    }
  }
}

const parsed = new Map<string, Expr>()

/* The same text is read once. */
export function expression(text: string): Expr {
  const e = parsed.get(text) ?? new Parser(text).whole()
  parsed.set(text, e)
  return e
}
