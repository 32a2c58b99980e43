/* style.ts - a style that is not wanted at first: for paper, of a part that comes late. */
export const wear = (href: string) => new Promise((onload, onerror) =>
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload, onerror })))
