/* named.ts - names inside other words: of records that a sentence of the server tells of by their codes, of places in the names of units. */

export const withNames = (text: string, names: ReadonlyMap<string, string>) => text.replace(/[\p{L}\d_-]+/gu, word => names.get(word) ?? word)

/* "Xã Tân Thành" as in "UBND xã Tân Thành". */
export const placed = (name: string) => name.replace(/^(Tỉnh|Thành phố|Thị xã|Thị trấn|Quận|Huyện|Phường|Xã|Đặc khu)(?= )/, word => word.toLowerCase())
