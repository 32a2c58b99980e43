/* words.ts - whether somebody said what for: words of two letters or more, as the server counts them. */
export const wordsSaid = (s: string) => s.normalize('NFC').split(/\s+/).filter(w => (w.match(/\p{L}/gu)?.length ?? 0) > 1).length
