/* same.vi.ts - the sentences of records that look like one entered twice, in Vietnamese. */
export const vi = {
  'none': 'Không thấy hồ sơ nào giống hồ sơ này.', 'n': '{n} hồ sơ có thể là cùng một người.', 'sure': 'gần như chắc', 'likely': 'có thể',
  'maybe': 'hơi giống', 'decided': 'Đã kết luận: một người.', 'two': 'Đã kết luận: hai người khác nhau.', 'same': 'giống hệt',
  'spelling': 'chỉ khác dấu', 'order': 'khác thứ tự', 'word': 'khác một tiếng', 'slip': 'gõ nhầm một chữ', 'swapped': 'đổi chỗ ngày và tháng',
  'digit': 'khác một chữ số', 'year': 'cùng năm', 'differs': 'khác nhau', 'decide': 'Xét từng cặp',
} as const
