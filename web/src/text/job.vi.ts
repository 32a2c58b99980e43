/* job.vi.ts - the words of long work, in Vietnamese. */
export const vi = {
  'job.queued': 'Đang chờ tới lượt', 'job.place': 'nhiều nhất {n} việc nữa là xong', 'job.reading': 'Đang đọc tệp', 'job.trying': 'Đang đọc và thử',
  'job.writing': 'Đang ghi', 'job.undoing': 'Đang huỷ', 'job.exporting': 'Đang viết tệp', 'job.lost': 'Đang chờ nối lại máy chủ; việc vẫn chạy ở đó.',
  'job.rows': '{done} trên {total} dòng', 'job.part': '{n} %', 'job.rate': '{n} dòng mỗi giây', 'job.seconds': 'còn khoảng {n} giây',
  'job.minutes': 'còn khoảng {n} phút', 'job.from': 'Máy chủ đã khởi động lại. Đang làm tiếp từ dòng {n}.',
  'job.from.part': 'Máy chủ đã khởi động lại. Đang làm tiếp từ {n} %.', 'job.leave': 'Có thể đóng trang này; việc vẫn chạy và có ở trang Việc còn lại.',
  'job.title': 'Đang chạy, vừa xong', 'job.import': 'Nạp tệp', 'job.import_undo': 'Huỷ một lần nạp', 'job.export': 'Xuất tệp',
  'job.tried': 'Đã xem trước, chưa ghi', 'job.unread': 'Không đọc được',
  'job.done': 'Xong', 'job.failed': 'Không xong', 'job.cancelled': 'Đã dừng', 'job.undone': 'Đã huỷ',
  'job.wrote': 'đã ghi {n} dòng', 'job.wrote.of': 'đã ghi {n} trên {total} dòng',
  'job.more': '{name} và {n} tệp nữa',
} as const
