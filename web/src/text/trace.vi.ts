/* trace.vi.ts - the words of asking who took a file, in Vietnamese. */
export const vi = {
  'trace.title': 'Tệp này do ai lấy?', 'trace.choose': 'Kéo tệp tìm thấy vào đây, hoặc bấm để chọn',
  'trace.lead': 'Thả một tệp tìm thấy bên ngoài để biết nó từ lần xuất nào, kể cả khi đã sắp xếp lại, xoá bớt cột hay dòng. Việc tra được ghi vào nhật ký.',
  'trace.kinds': 'Excel (.xlsx, .xls), CSV; không quá 32 MB', 'trace.reading': 'Đang đọc tệp và so với nhật ký…', 'trace.operator': 'người vận hành máy chủ',
  'trace.nobody': 'Không nói chắc được tệp này do ai lấy: đã so với {n} lần xuất.', 'trace.few': 'Tệp còn quá ít họ tên và chữ; tìm một bản đầy đủ hơn.',
  'trace.means': 'Đây là tài khoản đã lấy tệp từ hệ thống; ai đưa tệp ra ngoài thì phải hỏi tiếp.', 'trace.joined': 'Tệp ghép từ nhiều lần xuất.',
  'trace.marks': 'Trùng {agree} trong {marks} dấu ẩn.', 'trace.rows': 'Trùng {agree} trong {marks} dấu ở thứ tự các dòng.',
  'trace.million': 'Trùng do may rủi: dưới một phần triệu.', 'trace.billion': 'Trùng do may rủi: dưới một phần tỷ.',
} as const
