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
  if (!r.ok) throw new Error(answer.detail)
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

async function trace(report, code, column) {
  const cell = await api('GET', `/reports/${report.id}/cells/${code}/${column}/records`)
  const table = element('table')
  const fields = cell.items.length ? Object.keys(cell.items[0]).filter(k => cell.items.some(x => x[k] !== null)) : []
  const head = table.createTHead().insertRow()
  for (const k of fields) head.append(element('th', k))
  for (const item of cell.items) {
    const row = table.insertRow()
    for (const k of fields) row.append(element('td', item[k] ?? ''))
  }
  $('records').replaceChildren(element('h2', `Hồ sơ của mã số ${code}, cột ${column}` + (cell.cursor ? ' (50 hồ sơ đầu)' : '')), table)
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

function show(report) {
  const parts = [element('h2', `${report.official} · ${report.unit_name} · ${report.period} · ${report.state}`),
    element('p', 'Bấm vào một số để xem các hồ sơ được đếm. Dấu ?: chưa có nguồn dữ liệu; dấu #: biểu không quy định ô này.')]
  if (report.missing.length) parts.push(element('p', 'Chưa có báo cáo được tiếp nhận của: ' + report.missing.join(', ')))
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
$('compute').onclick = doing(async () => show(await api('POST', '/reports', { form: $('form').value, period: $('period').value })))
api('GET', '/session').then(open, () => {})
