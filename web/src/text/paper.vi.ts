/* paper.vi.ts - the sentences on paper, in Vietnamese. */
export const vi = {
  'year': 'Năm học {year} · {n} hồ sơ', 'maker': 'Người lập', 'maker.form': 'Người lập biểu', 'head': 'Thủ trưởng đơn vị', 'sign': '(Ký, ghi rõ họ tên)', 
  'day': '{where}, ngày {day} tháng {month} năm {year}',
  'what': 'Mục còn trống in thành dòng chấm để gia đình điền tay. Chỉ in những gì đã lưu.', 'purpose': 'In để làm gì, gửi cho ai?',
  'short': 'Hãy ghi in để làm gì, gửi cho ai: ít nhất {n} từ, mỗi từ ít nhất hai chữ cái.',
  'for': 'Có dữ liệu cá nhân nhạy cảm. In để: {what}. Người in: {who}.',
  'sensitive': 'In cả dữ liệu nhạy cảm', 'title': 'Phiếu thông tin {what}', 'family': 'Người khai',
} as const
