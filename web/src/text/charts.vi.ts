/* charts.vi.ts - what drawings say in Vietnamese. */
export const vi = {
  'table.show': 'Xem bảng', 'table.hide': 'Gấp bảng', 'table.copy': 'Chép bảng', 'table.copied': 'Đã chép; dán được vào bảng tính.',
  'trend.title': 'Xu hướng chất lượng', 'trend.errors': 'Lỗi phải sửa', 'trend.full': 'Mức đầy đủ của hồ sơ', 'trend.warnings': 'Nên xem lại',
  'trend.week': 'Tuần từ', 'trend.from': 'tuần {day}', 'trend.one': 'Đường theo tuần hiện ra khi đã có số của hai tuần.',
  'trend.less': 'ít hơn {then} {n}', 'trend.more': 'nhiều hơn {then} {n}', 'trend.same': 'như {then}', 'trend.before': 'tuần trước',
  'trend.counted': 'Số của tuần từ {day}, năm học hiện tại của trường. Mỗi ngày đếm một lần, nên có thể khác danh sách lỗi lúc này.',
  'tiles.title': 'Mức đầy đủ của hồ sơ, từng trường', 'tiles.text': 'Số trong ô là phần trăm các mục phải có đã được điền. Bấm vào ô để xem trường ấy.',
  'tiles.one': '{name}: {n} %', 'tiles.step': 'từ {n} %', 'tiles.school': 'Trường', 'tiles.full': 'Đầy đủ (%)',
  'totals.state': 'Đến bước nào', 'totals.units': 'Số đơn vị',
  'drawn.column': 'Cột', 'drawn.what': 'Chỉ tiêu', 'drawn.none': 'Cột này không có số nào lớn hơn 0.', 'drawn.zero': '{n} chỉ tiêu bằng 0 chỉ có trong bảng.',
  'drawn.hint': 'Mọi thanh cùng một thước; bấm Xem bảng để đọc từng số.',
}
