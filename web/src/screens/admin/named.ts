/* named.ts - a sentence of the server that tells of records by their codes, with the names that the screen knows. */

export const withNames = (text: string, names: ReadonlyMap<string, string>) => text.replace(/[\p{L}\d_-]+/gu, word => names.get(word) ?? word)
