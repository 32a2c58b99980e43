// The plain page: sign in, compute a form, follow a figure to its records.  Talks to the public API only.
'use strict'
const $ = id => document.getElementById(id)
const tell = text => { document.querySelector('[role=alert]').textContent = text }
let csrf

async function api(method, path, body) {
  const headers = { 'Content-Type': 'application/json' }
  if (csrf) headers['X-CSRF-Token'] = csrf
  const r = await fetch('/api/v1' + path, { method, headers, body: body && JSON.stringify(body) })
  const answer = r.status === 204 ? {} : await r.json()
  if (!r.ok) throw Object.assign(new Error(answer.detail), { location: r.headers.get('Location') })
  return answer
}

// What a button does: failures are told, never lost.
const doing = work => async event => {
  event.preventDefault()
  tell('')
  try { await work(event) } catch (x) { tell(x.message) }
}

function element(name, text, className) {
  const e = document.createElement(name)
  if (text !== undefined) e.textContent = text
  if (className) e.className = className
  return e
}

async function open(me) {
  csrf = me.csrf
  $('login').hidden = true
  $('change').hidden = !me.must_change_password
  $('desk').hidden = me.must_change_password
  if (me.must_change_password) return
  $('unit').textContent = me.unit.name
  $('who').textContent = me.username + ' · ' + me.role_label
  for (const f of (await api('GET', '/forms')).items) $('form').append(new Option(f.official + ' – ' + f.label.vi, f.name))
}

// What a member is now, where the record has changed since it was counted.
const changed = now => Object.entries(now).map(([name, value]) => `${name}: ${value ?? 'trống'}`).join('; ')

function recordRows(table, items) {
  const fields = items.length ? Object.keys(items[0]).filter(k => k !== 'now' && k !== 'counted_version' && items.some(x => x[k] !== null)) : []
  const head = table.createTHead().insertRow()
  for (const k of [...fields, 'nay khác']) head.append(element('th', k))
  for (const item of items) {
    const row = table.insertRow()
    for (const k of fields) row.append(element('td', item[k] ?? ''))
    row.append(element('td', item.now ? changed(item.now) : ''))
  }
}

async function trace(report, code, column, cursor = '') {
  const page = await api('GET', `/reports/${report.id}/cells/${code}/${column}/records?nulls=1&edition=${report.edition}` +
    (cursor && '&cursor=' + encodeURIComponent(cursor)))
  const parts = [element('h2', `Hồ sơ đã đếm vào mã số ${code}, cột ${column}`)]
  if (page.left_out) parts.push(element('p', `${page.left_out} hồ sơ của đơn vị nay không thuộc phạm vi của bạn không được liệt kê.`))
  if (page.unlisted) parts.push(element('p', `${page.unlisted} hồ sơ được đếm từ trước khi hệ thống giữ danh sách.`))
  const table = element('table')
  recordRows(table, page.items)
  parts.push(table)
  if (page.cursor) {
    const more = element('button', 'Trang sau')
    more.onclick = doing(() => trace(report, code, column, page.cursor))
    parts.push(more)
  }
  $('records').replaceChildren(...parts)
  $('records').scrollIntoView()
}

function valueCell(report, row, value, column) {
  const td = element('td', undefined, 'number')
  if (row.no_source) {
    td.textContent = '?'
    td.title = row.no_source
  } else if (!value) {
    td.textContent = value === null ? '#' : '0'
  } else {
    const b = element('button', value)
    b.onclick = doing(() => trace(report, row.code, column))
    td.append(b)
  }
  return td
}

function differences(report) {
  const table = element('table')
  table.append(element('caption', `Khác bản ${report.edition - 1}`))
  const head = table.createTHead().insertRow()
  for (const title of ['Mã số', 'Cột', 'Chỉ tiêu', `Bản ${report.edition - 1}`, `Bản ${report.edition}`]) head.append(element('th', title))
  for (const d of report.difference) {
    const row = table.insertRow()
    for (const x of [d.row, d.column, d.label, d.before ?? '#', d.now ?? '#']) row.append(element('td', x))
  }
  return table
}

function show(report) {
  const parts = [element('h2', `${report.official} · ${report.unit_name} · ${report.period} · ${report.state} · bản ${report.edition}`),
    element('p', 'Bấm vào một số để xem các hồ sơ được đếm. Dấu ?: chưa có nguồn dữ liệu; dấu #: biểu không quy định ô này.')]
  if (report.missing.length) parts.push(element('p', 'Chưa có báo cáo được tiếp nhận của: ' + report.missing.join(', ')))
  for (const x of report.stale) parts.push(element('p', x.message, 'stale'))
  if (report.note) parts.push(element('p', 'Ghi chú của cấp trên: ' + report.note))
  if (report.difference.length) parts.push(differences(report))
  for (const sheet of report.sheets) {
    const table = element('table')
    const head = table.createTHead().insertRow()
    for (const title of ['', 'Chỉ tiêu', 'Mã số', ...sheet.columns]) head.append(element('th', title))
    for (const row of sheet.rows) {
      const tr = table.insertRow()
      if (!row.code) tr.className = 'heading'
      tr.append(element('td', row.ordinal ?? ''), element('td', row.label), element('td', row.code ?? ''))
      sheet.columns.forEach((column, i) => tr.append(row.code ? valueCell(report, row, row.values && row.values[i], column) : element('td')))
    }
    parts.push(table)
  }
  $('report').replaceChildren(...parts)
  $('records').replaceChildren()
}

$('login').onsubmit = doing(async () => open(await api('POST', '/session', { username: $('username').value, password: $('password').value })))
$('change').onsubmit = doing(async () => {
  await api('POST', '/session/password', { old: $('old').value, new: $('new').value })
  open(await api('GET', '/session'))
})
$('out').onclick = doing(async () => { await api('DELETE', '/session'); location.reload() })
// One that was submitted or accepted is not computed again: it is shown, with what to do.
$('compute').onclick = doing(async () => {
  try { show(await api('POST', '/reports', { form: $('form').value, period: $('period').value })) } catch (x) {
    if (!x.location) throw x
    show(await api('GET', x.location.replace('/api/v1', '')))
    tell(x.message)
  }
})
api('GET', '/session').then(open, () => {})
