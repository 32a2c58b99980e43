/* support.vi.ts - what the screens of help say in Vietnamese. */
export const vi = {
  'help.all': 'Mọi hướng dẫn, yêu cầu của tôi', 'help.ask': 'Báo lỗi, góp ý', 'help.guides': 'Hướng dẫn từng màn hình', 'help.find': 'Tìm trong hướng dẫn',
  'help.nothing': 'Không có hướng dẫn nào nói về điều ấy. Hãy hỏi bằng nút Báo lỗi, góp ý.', 'help.public': 'Hệ thống này là gì, quy định ở đâu',
  'ask.text': 'Bạn đang làm gì, điều gì không đúng, hoặc muốn hỏi, góp ý gì?',
  'ask.hint': 'Đừng ghi họ tên, ngày sinh, số định danh hay số điện thoại của ai: “một em lớp 1A” là đủ. Người quản trị của đơn vị và cấp trên đọc được.',
  'ask.from': 'Gửi từ màn hình: {place}.', 'ask.send': 'Gửi', 'ask.sent': 'Đã gửi. Khi có trả lời, trang đầu sẽ báo cho bạn.',
  'mine.title': 'Yêu cầu của tôi', 'mine.none': 'Bạn chưa gửi yêu cầu nào.', 'mine.read': 'Tôi đã đọc',
  'all.title': 'Yêu cầu hỗ trợ',
  'all.lead': 'Điều người dùng của đơn vị và các đơn vị bên dưới hỏi, báo lỗi, góp ý. Trả lời một lần; người gửi thấy ngay ở trang đầu của họ.',
  'all.open': 'Chờ trả lời', 'all.answered': 'Đã trả lời', 'all.none': 'Không có yêu cầu nào chờ trả lời.', 'all.none.answered': 'Chưa trả lời yêu cầu nào.',
  'all.own': 'Yêu cầu của bạn; người khác trả lời.', 'all.answer': 'Trả lời', 'all.close': 'Trả lời và đóng',
  'all.gone': 'Yêu cầu này vừa đã được trả lời ở nơi khác. Điều bạn đang viết:', 'all.drop': 'Bỏ điều đã viết',
  'all.hint': 'Đừng ghi tên, số của ai. Gửi rồi không sửa được.',
  'one.open': 'Chờ trả lời', 'one.answered': 'Đã trả lời', 'one.read': 'đã đọc', 'one.answer': 'Trả lời', 'one.by': '{who}, {when}',
  'one.place': 'Màn hình: {place}', 'one.apart': 'không có trong danh mục của bạn',
}
