/* files.ts - files as they are chosen: what is no list at all is refused at once, by its name. */
import { number } from '../../text/index.ts'
import { tell } from '../../text/import.ts'

export const MOST_BYTES = 32 * 1024 * 1024

/* How files begin that are certainly no list, whatever they are called. */
const begins = ['25504446', 'ffd8ff', '89504e47', '47494638'] // PDF, pictures
const other = /\.(docx?|pptx?|odt|zip|rar|7z|exe|mp4|heic)$/i

async function faultOf(file: File): Promise<string | undefined> {
  if (file.name.startsWith('~$')) return tell('file.lock')
  if (file.size === 0) return tell('file.empty')
  const head = Array.from(new Uint8Array(await file.slice(0, 8).arrayBuffer()), b => b.toString(16).padStart(2, '0')).join('')
  return begins.some(bytes => head.startsWith(bytes)) || other.test(file.name) ? tell('file.other') : undefined
}

export type Choice = { good: File[]; bad: { name: string; why: string }[] }

/* Those that were there already stay; the same name again takes its place. */
export async function choose(before: File[], files: File[]): Promise<Choice> {
  const faults = await Promise.all(files.map(faultOf))
  const fine = files.filter((_, i) => !faults[i]), good = [...before.filter(f => !fine.some(n => n.name === f.name)), ...fine]
  return { good, bad: files.flatMap((f, i) => { const why = faults[i]; return why ? [{ name: f.name, why }] : [] }) }
}

export const bytesOf = (files: File[]) => files.reduce((n, f) => n + f.size, 0)
export const sizeWords = (bytes: number) => (bytes < 1024 * 1024 ? number(Math.ceil(bytes / 1024)) + ' KB'
  : number(Math.round(bytes / 1024 / 102.4) / 10) + ' MB')
