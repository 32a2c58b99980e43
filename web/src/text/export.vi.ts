/* export.vi.ts - the words of files out, in Vietnamese. */
export const vi = {
  'exp.title': 'Xuất tệp', 'exp.lead': 'Tệp Excel có dữ liệu của người thật: mỗi lần xuất phải nói để làm gì, và được ghi vào nhật ký. Năm học {year}.',
  'exp.sheet': 'Mẫu', 'exp.of': 'Của ai', 'exp.school': 'Cả trường', 'exp.class': 'Lớp {name}', 'exp.purpose.ask': 'Để làm gì, gửi cho ai (ít nhất 5 từ)',
  'exp.examples': 'Ví dụ:', 'exp.example.1': 'Đối chiếu danh sách với bản giấy của lớp', 'exp.example.2': 'Gửi giáo viên chủ nhiệm bổ sung thông tin còn thiếu',
  'exp.example.3': 'Nộp danh sách theo công văn của Sở', 'exp.do': 'Xin xuất', 'exp.sending': 'Đang gửi…', 'exp.lack.ask': 'Chọn: {what}.',
  'exp.lack.purpose': 'Ghi để làm gì, ít nhất 5 từ.', 'exp.count': 'Tệp có {n} người.',
  'exp.waits': 'Tệp có {n} người, nhiều hơn {over}: sẽ chờ Hiệu trưởng hoặc cấp trên duyệt rồi mới tải được.',
  'exp.asked': 'Đã xin; tệp xong sẽ tải được ở dòng đầu của bảng dưới, trong một ngày.', 'exp.asked.waits': 'Đã xin; đang chờ Hiệu trưởng hoặc cấp trên duyệt.',
  'exp.log': 'Nhật ký xuất tệp', 'exp.mine': 'Những tệp tôi đã xin', 'exp.none': 'Chưa xuất tệp nào.', 'exp.what': 'Tệp', 'exp.who': 'Ai xin', 'exp.me': 'bạn',
  'exp.purpose': 'Để làm gì', 'exp.persons': 'Số người', 'exp.state': 'Trạng thái', 'exp.approved': 'Ai duyệt', 'exp.fetched': 'Đã tải', 'exp.times': '{n} lần',
  'exp.empty': 'mẫu trống', 'exp.fetch': 'Tải tệp', 'exp.approve': 'Duyệt', 'exp.refuse': 'Từ chối', 'exp.refuse.title': 'Từ chối xuất tệp', 'exp.why': 'Lý do',
  'exp.lack.reason': 'Ghi lý do.', 'exp.reason': 'Lý do: {why}',
  'exp.s.waits': 'Chờ duyệt', 'exp.s.queued': 'Chờ viết tệp', 'exp.s.running': 'Đang viết tệp', 'exp.s.done': 'Tải được', 'exp.s.refused': 'Bị từ chối',
  'exp.s.failed': 'Không viết được', 'exp.s.cancelled': 'Đã dừng', 'exp.s.expired': 'Đã hết hạn',
} as const
