/* begin.vi.ts - the words of what comes first, in Vietnamese. */
export const vi = {
  'begin.title': 'Bắt đầu từ đây',
  'begin.units': 'Lập các đơn vị bên dưới', 'begin.units.what': 'Chưa có đơn vị nào. Bộ lập các Sở; Sở lập các UBND cấp xã, Phòng.',
  'begin.schools': 'Nạp danh sách trường', 'begin.schools.what': 'Chưa có trường nào. Danh sách Excel đang dùng là được.',
  'begin.accounts': 'Cấp tài khoản', 'begin.accounts.what': 'Mới chỉ có tài khoản này. Cấp cho người làm việc ở đây và cho người quản trị cấp dưới.',
  'begin.pupils': 'Nạp danh sách học sinh', 'begin.pupils.what': 'Chưa có lớp nào. Danh sách Excel của trường là được; lớp được lập theo danh sách.',
  'begin.staff': 'Nạp danh sách cán bộ, giáo viên', 'begin.staff.what': 'Có hồ sơ thì mới cấp được tài khoản giáo viên.',
} as const
