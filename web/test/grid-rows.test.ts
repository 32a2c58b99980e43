/* grid-rows.test.ts - records made in the rows below the last: typed, pasted, taken back, without a line, with an answer lost. */
import assert from 'node:assert'
import { test } from 'node:test'
import { readText } from '../src/grid/block.ts'
import type { Content } from '../src/grid/content.ts'
import { makePlan, written } from '../src/grid/plan.ts'
import { makeQueue, type Kept, type Refusal } from '../src/grid/queue.ts'
import { contentOf, edit, madeBy, makeRow, makeSheet, nameOf, redo, refresh, undo, type Sheet, type Values } from '../src/grid/sheet.ts'
import { takeBack } from '../src/grid/takeback.ts'
import { columns, reader, Server } from './grid-sheet.ts'

const words = { stale: 'người khác', notsaved: 'không nhận' }
const all = columns.filter(c => ['address', 'periods', 'phone'].includes(c.field.name))
const needs = (value: (path: string) => unknown) => ['address', 'phone'].filter(n => (value(n) ?? null) === null)
const kind = { plural: 'rooms', columns: all, given: {}, needs, grows: true, name: 'address' }
const stored: [string, Values][] = [['P1', { address: 'Phòng A', phone: '0911111111' }], ['P2', { address: 'Phòng B', phone: '0922222222' }]]
const rowsOf = (records: [string, Values][]) => records.map(([code, v]) => makeRow(code, { code, name: String(v['address']) }, code, 1, v))
const makeRooms = (more: [string, Values][] = []) => makeSheet(kind, rowsOf([...stored, ...more]), reader)
const queueOf = (sheet: Sheet, server: Server) => makeQueue(sheet, async (body, key) => server.batch(body, key, 'a'), words)
const made = (server: Server) => [...server.records].filter(([code]) => code.startsWith('N')).map(([, r]) => r.values)
const names = (sheet: Sheet) => sheet.rows.map(r => nameOf(sheet, r))
function put(sheet: Sheet, at: number, values: Record<string, Content>) {
  const row = sheet.rows[at]
  assert.ok(row)
  return edit(sheet, Object.entries(values).map(([name, content]) => ({ row, name, content })))
}

test('a row is sent once it has what it must have, and two empty ones are always below', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server)
  assert.deepEqual(names(sheet), ['Phòng A', 'Phòng B', '', ''])
  put(sheet, 2, { address: 'Phòng C' })
  assert.deepEqual(names(sheet), ['Phòng A', 'Phòng B', 'Phòng C', '', ''])
  await queue.flush()
  assert.deepEqual([made(server), queue.tally.value.lacks], [[], 1])
  put(sheet, 2, { phone: '0933333333' })
  await queue.flush()
  assert.deepEqual([made(server), queue.unsent.value], [[{ address: 'Phòng C', phone: '0933333333' }], 0])
  put(sheet, 2, { periods: 4 })
  await queue.flush()
  assert.deepEqual(made(server), [{ address: 'Phòng C', phone: '0933333333', periods: 4 }])
})

test('where nothing is made there is no row below', () => {
  assert.equal(makeSheet({ ...kind, grows: false }, rowsOf(stored), reader).rows.length, 2)
})

test('taken back before it is sent nothing is made; done again it is', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server)
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  undo(sheet)
  await queue.flush()
  assert.deepEqual([made(server), queue.unsent.value, names(sheet)], [[], 0, ['Phòng A', 'Phòng B', '', '']])
  redo(sheet)
  await queue.flush()
  assert.deepEqual([made(server).length, names(sheet)], [1, ['Phòng A', 'Phòng B', 'Phòng C', '', '']])
})

test('what is refused is asked for again as a whole, once something of it was changed', async () => {
  const sheet = makeRooms(), server = new Server(sheet, (name, v) => (name === 'phone' && v === '09' ? 'Số điện thoại ngắn quá.' : undefined)), queue = queueOf(sheet, server)
  put(sheet, 2, { address: 'Phòng C', phone: '09', periods: 2 })
  await queue.flush()
  assert.deepEqual({ ...queue.tally.value }, { waits: 0, refused: 1, clash: 0, unread: 0, lacks: 2 })
  await queue.flush()
  assert.deepEqual(made(server), [])
  put(sheet, 2, { phone: '0933333333' })
  await queue.flush()
  assert.deepEqual([made(server), queue.unsent.value], [[{ address: 'Phòng C', phone: '0933333333', periods: 2 }], 0])
})

test('refused for no cell of its own: any change sends all of it again', async () => {
  const sheet = makeRooms(), answers: (Refusal | undefined)[] = [{ status: 409, message: 'Có rồi.' }, undefined], server = new Server(sheet)
  const queue = makeQueue(sheet, async (body, key) => { const x = answers.shift(); if (x) throw x; return server.batch(body, key, 'a') }, words)
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  await queue.flush()
  assert.equal(queue.tally.value.refused, 2)
  put(sheet, 2, { address: 'Phòng D' })
  await queue.flush()
  assert.deepEqual([made(server), queue.unsent.value], [[{ address: 'Phòng D', phone: '0933333333' }], 0])
})

test('an answer lost makes no second record, also when the page goes away in between', async () => {
  const sheet = makeRooms(), server = new Server(sheet)
  const queue = makeQueue(sheet, async (body, key) => { server.batch(body, key, 'a'); throw { status: 0, message: '' } satisfies Refusal }, words)
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  await queue.flush()
  put(sheet, 2, { periods: 3 })                                                // of the one that may be there
  put(sheet, 3, { address: 'Phòng D', phone: '0944444444' })
  put(sheet, 4, { address: 'Phòng E' })
  assert.equal(made(server).length, 1)
  const kept = JSON.parse(JSON.stringify(queue.kept())) as Kept
  const again = makeRooms([...server.records].filter(([code]) => code === 'N1').map(([code, r]) => [code, r.values])), second = queueOf(again, server)
  second.restore(kept)
  assert.deepEqual(names(again), ['Phòng A', 'Phòng B', 'Phòng C', 'Phòng C', 'Phòng D', 'Phòng E', '', ''])
  await second.flush()
  assert.deepEqual(names(again), ['Phòng A', 'Phòng B', 'Phòng C', 'Phòng D', 'Phòng E', '', ''])
  assert.deepEqual(made(server), [{ address: 'Phòng C', phone: '0933333333', periods: 3 }, { address: 'Phòng D', phone: '0944444444' }])
  assert.deepEqual({ ...second.tally.value }, { waits: 0, refused: 0, clash: 0, unread: 0, lacks: 1 })
})

test('one record in two rows: what somebody else wrote since is asked about, and is not written over', async () => {
  const sheet = makeRooms(), server = new Server(sheet)
  const queue = makeQueue(sheet, async (body, key) => { server.batch(body, key, 'a'); throw { status: 0, message: '' } satisfies Refusal }, words)
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  await queue.flush()
  put(sheet, 2, { phone: '0944444444' })
  const kept = JSON.parse(JSON.stringify(queue.kept())) as Kept
  server.batch(JSON.stringify({ code: 'N1', version: 1, phone: '0955555555' }), 'another', 'binh')
  const now = server.records.get('N1')
  const again = makeSheet(kind, [...rowsOf(stored), makeRow('N1', { code: 'N1', name: 'Phòng C' }, 'N1', now?.version ?? 0, now?.values ?? {})], reader)
  const second = queueOf(again, server)
  second.restore(kept)
  await second.flush()
  assert.deepEqual([server.records.get('N1')?.values['phone'], second.tally.value.clash], ['0955555555', 1])
  assert.deepEqual(names(again), ['Phòng A', 'Phòng B', 'Phòng C', '', ''])
})

test('made here, changed later, the page gone: it is a change of that record and no second one', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server)
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  await queue.flush()
  put(sheet, 2, { phone: '0944444444' })
  const kept = JSON.parse(JSON.stringify(queue.kept())) as Kept, again = makeRooms([['N1', server.records.get('N1')?.values ?? {}]]), second = queueOf(again, server)
  second.restore(kept)
  await second.flush()
  assert.deepEqual(made(server), [{ address: 'Phòng C', phone: '0944444444' }])
})

test('read anew, a row made here is known by its code', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server)
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  await queue.flush()
  server.batch(JSON.stringify({ code: 'N1', version: 1, phone: '0955555555' }), 'another', 'binh')
  refresh(sheet, key => { const x = server.records.get(key); return x && { code: key, version: x.version, values: x.values } }, words.stale)
  const row = sheet.rows[2]
  assert.equal(row && contentOf(row.state.peek(), 'phone'), '0955555555')
})

const paste = (sheet: Sheet, text: string, at = { row: 0, column: 0 }) => {
  const plan = makePlan(sheet, readText(text), at, { name: ['Địa chỉ'] })
  edit(sheet, written(plan).map(c => ({ row: c.row, name: c.column.field.name, content: c.content })))
  return plan
}

test('pasted by name: who is there is changed, who is not is a row more', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server)
  const plan = paste(sheet, 'Địa chỉ\tĐiện thoại\nPhòng B\t0920000000\nPhòng C\t0930000000\nPhòng D\t0940000000\nPhòng E\t0950000000\n')
  assert.deepEqual([plan.by, plan.fresh, plan.counts.unmatched, plan.counts.beyond], ['name', 3, 0, 0])
  assert.deepEqual(names(sheet), ['Phòng A', 'Phòng B', 'Phòng C', 'Phòng D', 'Phòng E', '', ''])
  await queue.flush()
  assert.deepEqual([made(server).length, server.records.get('P2')?.values['phone']], [3, '0920000000'])
})

test('a paste taken back leaves two empty rows; done again it is all there', () => {
  const sheet = makeRooms()
  paste(sheet, Array.from({ length: 9 }, (_, i) => `Phòng ${i}\t${i}\t091111111${i}`).join('\n'), { row: 2, column: 0 })
  const full = names(sheet)
  assert.equal(full.length, 13)
  undo(sheet)
  assert.deepEqual(names(sheet), ['Phòng A', 'Phòng B', '', ''])
  redo(sheet)
  assert.deepEqual(names(sheet), full)
})

test('pasted by order: past the last row only where records are made, and a plan makes none', () => {
  const text = '0910000001\n0910000002\n0910000003\n0910000004\n0910000005\n', at = { row: 1, column: all.findIndex(c => c.field.name === 'phone') }
  const sheet = makeRooms(), plan = makePlan(sheet, readText(text), at, {})
  assert.deepEqual([plan.by, plan.fresh, plan.counts.new, plan.counts.changed, plan.counts.beyond, sheet.rows.length], ['order', 4, 4, 1, 0, 4])
  assert.deepEqual(plan.notes, ['order'])
  const shut = makePlan(makeSheet({ ...kind, grows: false }, rowsOf(stored), reader), readText(text), at, {})
  assert.deepEqual([shut.fresh, shut.counts.changed, shut.counts.beyond], [0, 1, 4])
})

test('without a head, names that are known lead; the others are rows more', () => {
  const sheet = makeRooms(), plan = paste(sheet, 'Phòng B\t3\t0920000000\nPhòng A\t4\t0910000000\nPhòng C\t5\t0930000000\n', { row: 0, column: 0 })
  assert.deepEqual([plan.by, plan.fresh], ['name', 1])
  assert.deepEqual(sheet.rows.slice(0, 3).map(r => contentOf(r.state.peek(), 'periods')), [4, 3, 5])
})

test('of two that are called so neither is written, and none is made', () => {
  const sheet = makeRooms([['P3', { address: 'Phòng A', phone: '0944444444' }]]), plan = paste(sheet, 'Địa chỉ\tĐiện thoại\nPhòng A\t0910000000\nPhòng B\t0920000000\n')
  assert.deepEqual([plan.fresh, plan.counts.unmatched], [0, 1])
})

/* ---- a stored row taken back ---- */

type Way = Parameters<typeof takeBack>[1]
const wayOf = (queue: { flush: () => Promise<void> }, said: string[], refuses?: { status: number; message: string }): Way => ({
  flush: queue.flush, mistaken: async (code, version) => { if (refuses) throw Object.assign(new Error(refuses.message), refuses); said.push(`${code} ${version}`) },
})

test('undo of what a stored row must have takes its record back, and redo makes another', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server), said: string[] = []
  put(sheet, 2, { address: 'Phòng C' })
  put(sheet, 2, { phone: '0933333333' })
  await queue.flush()
  put(sheet, 2, { periods: 4 })
  put(sheet, 3, { address: 'Phòng D', phone: '0944444444' })
  await queue.flush()
  assert.equal(madeBy(sheet).length, 1)
  assert.equal(await takeBack(sheet, wayOf(queue, said)), '')
  assert.deepEqual([said, names(sheet), queue.unsent.value], [['N2 1'], ['Phòng A', 'Phòng B', 'Phòng C', '', ''], 0])
  assert.deepEqual(madeBy(sheet), [], 'what may be empty is only emptied')
  undo(sheet)
  await queue.flush()
  assert.equal(await takeBack(sheet, wayOf(queue, said)), '')
  assert.deepEqual([said, names(sheet), queue.unsent.value, sheet.done.peek()], [['N2 1', 'N1 3'], ['Phòng A', 'Phòng B', '', ''], 0, []])
  for (let n = 0; n < 3; n++) redo(sheet)
  await queue.flush()
  assert.deepEqual([names(sheet), made(server).slice(2)], [['Phòng A', 'Phòng B', 'Phòng C', 'Phòng D', '', ''],
    [{ address: 'Phòng C', phone: '0933333333', periods: 4 }, { address: 'Phòng D', phone: '0944444444' }]])
})

test('of a pasted step rows that were made leave and the others go back, in one', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server), said: string[] = []
  const [first, , third, fourth] = sheet.rows
  assert.ok(first && third && fourth)
  edit(sheet, [{ row: first, name: 'periods', content: 5 }, ...[third, fourth].flatMap((row, i) =>
    [{ row, name: 'address', content: `Dán ${i}` }, { row, name: 'phone', content: '0955555555' }])])
  await queue.flush()
  await takeBack(sheet, wayOf(queue, said))
  assert.deepEqual([said.length, names(sheet), contentOf(first.state.peek(), 'periods'), sheet.done.peek().length, sheet.undone.peek().length],
    [2, ['Phòng A', 'Phòng B', '', ''], null, 0, 1])
  redo(sheet)
  await queue.flush()
  assert.deepEqual([names(sheet).slice(0, 4), made(server).length, contentOf(first.state.peek(), 'periods')], [['Phòng A', 'Phòng B', 'Dán 0', 'Dán 1'], 4, 5])
})

test('what the server does not take back stays, and is not asked for again; without a line it is', async () => {
  const sheet = makeRooms(), server = new Server(sheet), queue = queueOf(sheet, server), said: string[] = []
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  await queue.flush()
  assert.match(await takeBack(sheet, wayOf(queue, said, { status: 0, message: 'Mất mạng.' })), /«Phòng C».*Mất mạng/)
  assert.deepEqual([sheet.done.peek().length, names(sheet)[2]], [1, 'Phòng C'])
  assert.match(await takeBack(sheet, { flush: queue.flush }), /vai trò của bạn/)
  assert.deepEqual([sheet.done.peek().length, names(sheet)[2], madeBy(sheet), queue.unsent.value], [0, 'Phòng C', [], 0])
})

test('undo waits for a row on its way, and leaves it where no answer comes', async () => {
  const sheet = makeRooms(), server = new Server(sheet), said: string[] = []
  let lost = true
  const queue = makeQueue(sheet, async (body, key) => { const a = server.batch(body, key, 'a'); if (lost) throw { status: 0, message: '' } satisfies Refusal; return a }, words)
  put(sheet, 2, { address: 'Phòng C', phone: '0933333333' })
  await queue.flush()
  assert.match(await takeBack(sheet, wayOf(queue, said)), /đang gửi/)
  assert.deepEqual([said, names(sheet)[2]], [[], 'Phòng C'])
  lost = false
  assert.equal(await takeBack(sheet, wayOf(queue, said)), '')
  assert.deepEqual([said, names(sheet)], [['N1 1'], ['Phòng A', 'Phòng B', '', '']])
})
