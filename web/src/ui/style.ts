/* style.ts - a style that is not wanted at first: for paper, of a part that comes late. */
const worn = new Map<string, Promise<unknown>>()

/* Once; one that did not come is asked for again. */
export function wear(href: string): Promise<unknown> {
  const going = worn.get(href) ?? new Promise((onload, onerror) =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload, onerror })))
  worn.set(href, going)
  return going.catch(x => { worn.delete(href); throw x })
}
