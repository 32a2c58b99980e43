/* grid.test.ts - undo, the queue of what is to be saved, and two people at one class, without a screen. */
import assert from 'node:assert'
import { test } from 'node:test'
import { isUnread, type Content } from '../src/grid/content.ts'
import { makeQueue, type Kept, type Refusal } from '../src/grid/queue.ts'
import { contentOf, edit, isLocked, makeRow, makeSheet, redo, refresh, settle, undo, type Sheet, type Values } from '../src/grid/sheet.ts'
import { columns, makeClass, reader, Server } from './grid-sheet.ts'

/* The same numbers every time. */
function dice(seed: number) {
  let s = seed
  return (n: number) => { s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff; return (s >>> 8) % n }
}

const words = { stale: 'người khác', notsaved: 'không nhận' }
const queueOf = (sheet: Sheet, server: Server, by = 'a') => makeQueue(sheet, async (body, key) => server.batch(body, key, by), words)
const open = columns.filter(c => !c.locked)
const shown = (sheet: Sheet) => JSON.stringify(sheet.rows.map(r => columns.map(c => contentOf(r.state.peek(), c.field.name))))
const cell = (sheet: Sheet, row: number, name: string) => { const r = sheet.rows[row]; return r ? contentOf(r.state.peek(), name) : undefined }
function put(sheet: Sheet, row: number, name: string, content: Content) {
  const r = sheet.rows[row]
  return r ? edit(sheet, [{ row: r, name, content }]) : 0
}

const anything: Record<string, (n: number) => Content> = {
  personal_id: n => '0193' + String(n).padStart(8, '0'), address: n => 'Thôn ' + n, checked_on: n => `2025-09-${String(1 + (n % 28)).padStart(2, '0')}`,
  sex: n => (n % 2 ? '01' : '02'), height_cm: n => 100 + (n % 500) / 10, periods: n => n % 30, phone: n => '09' + String(n).padStart(8, '0'),
  can_swim: n => n % 3 === 0, swim_m: n => n % 100,
}
const someEdit = (roll: (n: number) => number) => {
  const name = open[roll(open.length)]?.field.name ?? '', n = roll(100_000), odd = roll(10)
  return { row: roll(6), name, content: odd === 0 ? null : odd === 1 ? { text: 'x' + n, why: 'không đọc được' } : anything[name]?.(n) ?? null }
}

for (const saved of [false, true])
  test(`500 random edits and 500 undos give the start byte for byte${saved ? ', sent meanwhile' : ''}`, async () => {
    const sheet = makeClass(), server = new Server(sheet), queue = queueOf(sheet, server), roll = dice(saved ? 7 : 11), start = shown(sheet)
    const stored = JSON.stringify([...server.records].map(([code, r]) => [code, columns.map(c => r.values[c.field.name] ?? null)]))
    const steps: string[] = []
    while (steps.length < 500) {
      const e = someEdit(roll), row = sheet.rows[e.row], block = roll(8) === 0
      const n = row ? edit(sheet, block ? sheet.rows.map(r => ({ ...e, row: r })) : [{ ...e, row }]) : 0
      if (n) steps.push(shown(sheet))
      if (saved && roll(4) === 0) await queue.flush()
    }
    for (let i = 500; i > 0; i--) {
      assert.equal(shown(sheet), steps[i - 1])
      assert.equal(undo(sheet)?.left, 0)
      if (saved && roll(5) === 0) await queue.flush()
    }
    assert.equal(shown(sheet), start)
    await queue.flush()
    assert.equal(JSON.stringify([...server.records].map(([code, r]) => [code, columns.map(c => r.values[c.field.name] ?? null)])), stored)
    for (let i = 0; i < 500; i++) redo(sheet)
    assert.equal(shown(sheet), steps[499])
  })

test('what is typed while it is on its way is sent after it', async () => {
  const sheet = makeClass(), server = new Server(sheet)
  let answer = () => {}
  const queue = makeQueue(sheet, (body, key) => new Promise(done => { answer = () => done(server.batch(body, key, 'a')) }), words)
  put(sheet, 0, 'phone', '0911111111')
  const going = queue.flush()
  await Promise.resolve()
  put(sheet, 0, 'phone', '0922222222')
  undo(sheet)
  undo(sheet)                       // back to nothing, while the first is in the air
  assert.equal(cell(sheet, 0, 'phone'), null)
  assert.equal(queue.tally.value.waits, 1)
  answer()
  await Promise.resolve(); await new Promise(r => setTimeout(r, 0))
  answer()
  await going
  assert.equal(server.records.get('1900000001')?.values['phone'], null)
  assert.equal(queue.unsent.value, 0)
})

test('a usual batch is small, and one request is in the air at a time', async () => {
  const sheet = makeClass(39), server = new Server(sheet), sent: { up: number; down: number }[] = []
  let flying = 0
  const queue = makeQueue(sheet, async (body, key) => {
    assert.equal(++flying, 1)
    const answer = server.batch(body, key, 'a')
    await new Promise(r => setTimeout(r, 0))
    flying--
    sent.push({ up: Buffer.byteLength(body), down: Buffer.byteLength(answer) })
    return answer
  }, words)
  for (let i = 0; i < 45; i++) for (const c of open) put(sheet, i, c.field.name, anything[c.field.name]?.(i) ?? null)
  await Promise.all([queue.flush(), queue.flush()])
  assert.ok(sent.length > 5 && sent.every(x => x.up <= 2048 && x.down <= 1024), JSON.stringify(sent))
  assert.equal(queue.unsent.value, 0)
})

test('a lost answer is asked for again under the same key, and done once', async () => {
  const sheet = makeClass(), server = new Server(sheet), keys: string[] = []
  let lost = true
  const queue = makeQueue(sheet, async (body, key) => {
    keys.push(key)
    const answer = server.batch(body, key, 'a')
    if (lost) throw { status: 0, message: 'mất mạng' } satisfies Refusal
    return answer
  }, words)
  put(sheet, 0, 'phone', '0911111111')
  await queue.flush()
  assert.equal(queue.phase.value.is, 'lost')
  assert.equal(queue.unsent.value, 1)
  put(sheet, 1, 'phone', '0922222222')
  lost = false
  await queue.flush()
  assert.equal(keys[0], keys[1])
  assert.notEqual(keys[1], keys[2])
  assert.equal(server.records.get('1900000001')?.version, 2)
  assert.equal(queue.unsent.value, 0)
})

test('a refused cell keeps its value and its reason, and holds nothing else back', async () => {
  const sheet = makeClass(), server = new Server(sheet, (name, v) => (name === 'phone' && v === '09' ? 'Số điện thoại ngắn quá.' : undefined)), queue = queueOf(sheet, server)
  put(sheet, 0, 'phone', '09')
  put(sheet, 0, 'address', 'Nà Hỏi')
  await queue.flush()
  assert.equal(server.records.get('1900000001')?.values['address'], 'Nà Hỏi')
  assert.equal(cell(sheet, 0, 'phone'), '09')
  assert.deepEqual(sheet.rows[0]?.state.peek().told['phone'], { kind: 'refused', message: 'Số điện thoại ngắn quá.' })
  assert.deepEqual({ ...queue.tally.value }, { waits: 0, refused: 1, clash: 0, unread: 0, lacks: 0 })
  put(sheet, 0, 'phone', '0912345678')
  await queue.flush()
  assert.equal(queue.unsent.value, 0)
})

test('refused as a whole: each cell says why; a busy server is asked again', async () => {
  const sheet = makeClass(), server = new Server(sheet), answers: (Refusal | undefined)[] = [{ status: 503, message: 'bận' }, { status: 403, message: 'Không có quyền.' }, undefined]
  const queue = makeQueue(sheet, async (body, key) => { const x = answers.shift(); if (x) throw x; return server.batch(body, key, 'a') }, words)
  put(sheet, 0, 'phone', '0912345678')
  await queue.flush()
  assert.equal(queue.phase.value.is, 'late')
  assert.equal(queue.tally.value.waits, 1)
  await queue.flush()
  assert.equal(sheet.rows[0]?.state.peek().told['phone']?.message, 'Không có quyền.')
  put(sheet, 0, 'phone', '0912345679')
  await queue.flush()
  assert.equal(server.records.get('1900000001')?.values['phone'], '0912345679')
})

test('two people: what only one changed is kept, where both did the second is asked', async () => {
  const a = makeClass(), b = makeClass(), server = new Server(a), qa = queueOf(a, server, 'an'), qb = queueOf(b, server, 'binh')
  put(a, 0, 'phone', '0911111111'); put(a, 0, 'address', 'Thôn của An'); put(a, 0, 'periods', 5)
  await qa.flush()
  put(b, 0, 'phone', '0922222222'); put(b, 0, 'height_cm', 120); put(b, 0, 'periods', 5)
  await qb.flush()
  const now = server.records.get('1900000001')
  assert.equal(now?.values['height_cm'], 120, 'only mine')
  assert.equal(cell(b, 0, 'address'), 'Thôn của An', 'only theirs')
  assert.equal(now?.values['phone'], '0911111111', 'both: nothing is written over')
  const told = b.rows[0]?.state.peek().told['phone']
  assert.deepEqual([told?.kind, told?.theirs, told?.by, told?.at], ['clash', '0911111111', 'an', '2025-09-05T03:31:00Z'])
  assert.equal(cell(b, 0, 'phone'), '0922222222')
  assert.equal(qb.tally.value.clash, 1)
  if (b.rows[0]) settle(b, b.rows[0], 'phone', false)
  await qb.flush()
  assert.equal(server.records.get('1900000001')?.values['phone'], '0922222222')
  put(a, 0, 'phone', '0933333333')
  await qa.flush()
  if (a.rows[0]) settle(a, a.rows[0], 'phone', true)
  await qa.flush()
  assert.deepEqual([cell(a, 0, 'phone'), server.records.get('1900000001')?.values['phone'], qa.unsent.value], ['0922222222', '0922222222', 0])
})

test('an undo does not write over what somebody else wrote since', async () => {
  const a = makeClass(), b = makeClass(), server = new Server(a), qa = queueOf(a, server, 'an'), qb = queueOf(b, server, 'binh')
  put(a, 0, 'phone', '0911111111')
  await qa.flush()
  refresh(b, key => { const x = server.records.get(key); return x && { code: key, version: x.version, values: x.values } }, words.stale)
  put(b, 0, 'phone', '0922222222')
  await qb.flush()
  refresh(a, key => { const x = server.records.get(key); return x && { code: key, version: x.version, values: x.values } }, words.stale)
  assert.deepEqual(undo(a), { cells: [], left: 1 })
  await qa.flush()
  assert.equal(server.records.get('1900000001')?.values['phone'], '0922222222')
})

/* A second person's 1981 stands; mine is 1982, of which I was told. */
async function inConflict() {
  const a = makeClass(), b = makeClass(), server = new Server(a), qa = queueOf(a, server, 'an'), qb = queueOf(b, server, 'binh'), row = b.rows[0]
  put(b, 0, 'periods', 1980)
  await qb.flush()
  for (const s of [a]) refresh(s, key => { const x = server.records.get(key); return x && { code: key, version: x.version, values: x.values } }, words.stale)
  put(a, 0, 'periods', 1981)
  await qa.flush()
  put(b, 0, 'periods', 1982)
  await qb.flush()
  assert.equal(qb.tally.value.clash, 1)
  assert.ok(row)
  return { b, row, qb, there: () => server.records.get('1900000001')?.values['periods'] }
}

test('mine over theirs, undone, is theirs again and nothing older', async () => {
  const { b, row, qb, there } = await inConflict()
  settle(b, row, 'periods', false)
  await qb.flush()
  assert.equal(there(), 1982)
  assert.equal(undo(b)?.left, 0)
  await qb.flush()
  assert.equal(there(), 1981)
  assert.deepEqual(undo(b), { cells: [], left: 1 }, '1980 is not written over theirs')
  redo(b)
  await qb.flush()
  assert.equal(there(), 1982)
})

test('another value typed into a cell in conflict, or pasted over it, is mine over theirs', async () => {
  for (const content of [1983, 1982]) {
    const { b, row, qb, there } = await inConflict()
    edit(b, [{ row, name: 'phone', content: '0911111111' }, { row, name: 'periods', content }])
    await qb.flush()
    assert.deepEqual([there(), qb.unsent.value], [content, 0])
    undo(b)
    if (content === 1982) undo(b)   // the same again is no step of its own
    await qb.flush()
    assert.equal(there(), 1981)
  }
  const { b, row, qb, there } = await inConflict()
  edit(b, [{ row, name: 'periods', content: 1981 }])
  assert.equal(qb.unsent.value, 0)
  await qb.flush()
  assert.equal(there(), 1981)
})

test('a conflict undone takes theirs, and done again stands over theirs', async () => {
  const { b, qb, there } = await inConflict()
  undo(b)
  assert.deepEqual([cell(b, 0, 'periods'), qb.unsent.value], [1981, 0])
  redo(b)
  await qb.flush()
  undo(b)
  await qb.flush()
  assert.equal(there(), 1981)
})

/* Whatever is written over was seen by whoever wrote over it: in its cell, or as what the other had. */
test('two browsers, 200 interleaved edits, lines lost on the way: none is lost silently', async () => {
  const roll = dice(3), a = makeClass(), b = makeClass(), server = new Server(a), sheets = [a, b], seen: Set<string>[] = [new Set(), new Set()]
  let lose = false, over = 0, clashes = 0
  const mark = (code: string, name: string, v: unknown) => `${code} ${name} ${JSON.stringify(v ?? null)}`
  const look = () => sheets.forEach((s, i) => s.rows.forEach(r => columns.forEach(({ field: { name } }) => {
    const told = r.state.peek().told[name]
    seen[i]?.add(mark(r.key, name, contentOf(r.state.peek(), name)))
    if (told?.kind === 'clash') seen[i]?.add(mark(r.key, name, told.theirs))
  })))
  server.written = (by, code, name, was) => { over += Number(was !== null); assert.ok(seen['ab'.indexOf(by)]?.has(mark(code, name, was)), `${by} ${code} ${name} ${String(was)}`) }
  const queues = sheets.map((sheet, i) => makeQueue(sheet, async (body, key) => {
    if (lose && roll(2) === 0) throw { status: 0, message: '' }
    const answer = server.batch(body, key, 'ab'[i] ?? '')
    if (lose) throw { status: 0, message: '' }
    return answer
  }, words))
  const choose = (mine: () => boolean) => sheets.forEach(s => s.rows.forEach(r => Object.entries(r.state.peek().told).forEach(([name, told]) => {
    if (told.kind !== 'clash') return
    clashes++
    assert.notEqual(told.theirs, contentOf(r.state.peek(), name))
    settle(s, r, name, !mine())
  })))
  look()
  for (let n = 0; n < 200; n++) {
    const sheet = sheets[roll(2)] ?? a, name = ['phone', 'address', 'periods'][roll(3)] ?? 'phone'
    put(sheet, roll(6), name, anything[name]?.(n * 7 + 1) ?? null)
    lose = roll(6) === 0
    look()
    if (roll(3) === 0) await queues[roll(2)]?.flush()
    look()
    choose(() => roll(2) === 0)
  }
  lose = false
  for (let i = 0; i < 6; i++) for (const q of queues) { await q.flush(); look(); choose(() => true) }
  assert.ok(clashes > 5 && over > 50, 'they met')
  for (const [i, s] of sheets.entries()) {
    assert.equal(queues[i]?.unsent.value, 0)
    refresh(s, key => { const x = server.records.get(key); return x && { code: key, version: x.version, values: x.values } }, words.stale)
  }
  assert.equal(shown(a), shown(b))
})

test('a row without a record: the first value makes it, once all that is required is there', async () => {
  const needs = (value: (path: string) => unknown) => ['checked_on', 'round'].filter(n => (value(n) ?? null) === null)
  const sheet = makeSheet({ plural: 'health_checks', columns, given: { round: 1 }, of: 'learner', needs }, [makeRow('1900000001', { code: '1900000001', name: 'Mỷ' }, '', 0, {})], reader)
  const server = new Server(sheet), bodies: Values[] = []
  const queue = makeQueue(sheet, async (body, key) => { bodies.push(JSON.parse(body) as Values); return server.batch(body, key, 'a') }, words)
  put(sheet, 0, 'height_cm', 121.5)
  await queue.flush()
  assert.deepEqual([bodies.length, queue.tally.value.lacks], [0, 1])
  put(sheet, 0, 'checked_on', '2025-09-05')
  await queue.flush()
  assert.deepEqual(bodies, [{ learner: '1900000001', round: 1, height_cm: 121.5, checked_on: '2025-09-05' }])
  put(sheet, 0, 'height_cm', 122)
  await queue.flush()
  assert.deepEqual(bodies[1], { code: 'N1', version: 1, height_cm: 122 })
  assert.equal(server.made, 1)
})

test('a page that goes away: what was in the air and what waited is taken up again, once only', async () => {
  const sheet = makeClass(), server = new Server(sheet)
  const queue = makeQueue(sheet, async (body, key) => { server.batch(body, key, 'a'); throw { status: 0, message: '' } }, words)
  put(sheet, 0, 'phone', '0911111111'); put(sheet, 5, 'phone', '0966666666')
  await queue.flush()
  put(sheet, 0, 'phone', '0922222222'); put(sheet, 1, 'address', 'Nà Hỏi'); put(sheet, 2, 'height_cm', { text: 'cao', why: 'không đọc được' }); put(sheet, 3, 'phone', '0944444444')
  const kept = JSON.parse(JSON.stringify(queue.kept())) as Kept
  server.batch(JSON.stringify({ code: '1900000004', version: 1, phone: '0955555555' }), 'another', 'binh')   // meanwhile
  server.batch(JSON.stringify({ code: '1900000006', version: 2, phone: '0977777777' }), 'one more', 'binh')
  const again = makeClass()
  for (const r of again.rows) { const x = server.records.get(r.key); if (x) r.state.value = { ...r.state.peek(), version: x.version, stored: x.values } }
  const second = queueOf(again, server)
  second.restore(kept)
  assert.equal(second.tally.value.clash, 1)
  await second.flush()
  assert.deepEqual([server.records.get('1900000001')?.values['phone'], server.records.get('1900000001')?.version], ['0922222222', 3])
  assert.equal(server.records.get('1900000002')?.values['address'], 'Nà Hỏi')
  assert.ok(isUnread(cell(again, 2, 'height_cm')))
  assert.equal(server.records.get('1900000004')?.values['phone'], '0955555555')
  assert.deepEqual([cell(again, 5, 'phone'), server.records.get('1900000006')?.values['phone']], ['0977777777', '0977777777'])
  assert.deepEqual({ ...second.tally.value }, { waits: 0, refused: 0, clash: 1, unread: 1, lacks: 0 })
})

test('who changed a cell, and when, is still known after the page went away', async () => {
  const { b, qb } = await inConflict()
  const kept = JSON.parse(JSON.stringify(qb.kept())) as Kept, again = () => {
    const sheet = makeClass(), [row] = sheet.rows
    if (row) row.state.value = { ...row.state.peek(), version: 3, stored: b.rows[0]?.state.peek().stored ?? {} }
    return { sheet, row }
  }
  const same = again(), since = again()
  queueOf(same.sheet, new Server(same.sheet)).restore(kept)
  const told = same.row?.state.peek().told['periods']
  assert.deepEqual([told?.kind, told?.theirs, told?.by, told?.at], ['clash', 1981, 'an', '2025-09-05T03:31:00Z'])
  if (since.row) since.row.state.value = { ...since.row.state.peek(), stored: { periods: 1979 } }
  queueOf(since.sheet, new Server(since.sheet)).restore(kept)
  const later = since.row?.state.peek().told['periods']
  assert.deepEqual([later?.theirs, later?.by], [1979, undefined])
})

test('a row begun under one day is sent with that day, whatever stands above the table later', async () => {
  const columnsOf = makeSheet({ plural: 'health_checks', columns, given: { checked_on: '2025-09-05' }, of: 'learner', needs: () => [] },
    [makeRow('1900000001', { code: '1900000001', name: 'Mỷ' }, '', 0, {}), makeRow('1900000002', { code: '1900000002', name: 'Ánh' }, '', 0, {})], reader)
  const server = new Server(columnsOf), bodies: Values[] = []
  const queue = makeQueue(columnsOf, async (body, key) => { bodies.push(...body.split('\n').filter(Boolean).map(l => JSON.parse(l) as Values)); return server.batch(body, key, 'a') }, words)
  put(columnsOf, 0, 'height_cm', 121)
  columnsOf.kind.given = { checked_on: '2025-09-06' }
  put(columnsOf, 1, 'height_cm', 119)
  await queue.flush()
  assert.deepEqual(bodies.map(b => b['checked_on']), ['2025-09-05', '2025-09-06'])
})

test('a record that belongs to another class now is locked, and nothing more of it is sent', async () => {
  const sheet = makeClass(), server = new Server(sheet), queue = queueOf(sheet, server), row = sheet.rows[0]
  sheet.kind.by = { name: 'address', value: '1A' }
  server.batch(JSON.stringify({ code: '1900000001', version: 1, address: '1B' }), 'another', 'binh')
  put(sheet, 0, 'phone', '0911111111')
  await queue.flush()
  await queue.flush()
  assert.deepEqual([row?.state.peek().gone, server.records.get('1900000001')?.values['phone']], ['1B', undefined])
  assert.deepEqual([queue.tally.value.refused, queue.tally.value.waits, put(sheet, 0, 'phone', '0922222222')], [1, 0, 0])
  undo(sheet)
  assert.equal(queue.unsent.value, 0)
  put(sheet, 1, 'phone', '0933333333')
  await queue.flush()
  assert.equal(server.records.get('1900000002')?.values['phone'], '0933333333', 'the others go on')
})

test('nothing is written into a locked cell', () => {
  const sheet = makeClass(), bmi = columns.find(c => c.field.name === 'bmi'), row = sheet.rows[0]
  assert.equal(put(sheet, 0, 'bmi', 15), 0)
  assert.equal(put(sheet, 0, 'swim_m', 25), 0, 'who cannot swim swims no metres')
  put(sheet, 0, 'can_swim', true)
  assert.equal(put(sheet, 0, 'swim_m', 25), 1)
  assert.ok(bmi && row && isLocked(sheet, row, bmi))
})
