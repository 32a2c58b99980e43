/* named.vi.ts - the sentences of who is written in a record and has one of their own, in Vietnamese. */
export const vi = {
  'there': 'Mục Thông tin đã ghi {what} là {who}; ở đây chưa có.', 'take': 'Lấy sang đây',
  'differs': 'Mục Thông tin ghi {what} là {who}, ở đây là {here}: xem ai đúng.',
  'in': 'Trong mục {what}:', 'fill': 'Chép vào phiếu', 'other': 'phiếu ghi {who}',
} as const
