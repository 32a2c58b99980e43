/* history.vi.ts - the words of what became of a record, in Vietnamese. */
export const vi = {
  'hist.new': 'Lập hồ sơ', 'hist.changed': 'Sửa', 'hist.status': 'Đổi trạng thái', 'hist.cancel': 'Huỷ', 'hist.arrive': 'Chuyển đến',
  'hist.return': 'Trả về như trước', 'hist.merge': 'Nhập hai hồ sơ làm một', 'hist.unmerge': 'Tách hồ sơ đã nhập', 'hist.by': 'bởi {who}',
  'hist.bind': 'Gắn mã {code}', 'hist.bind.instead': 'Gắn mã {code} thay mã {was}',
  'hist.demo': 'dữ liệu trình diễn', 'hist.job': 'hệ thống tự làm', 'hist.cli': 'trên máy chủ', 'hist.import': 'nạp từ tệp',
  'hist.undo': 'huỷ nạp tệp', 'hist.all': '{n} mục lúc lập', 'hist.before': 'trước:', 'hist.after': 'sau:', 'hist.restore': 'Trả lại giá trị này',
  'hist.picture': 'ảnh',
} as const
