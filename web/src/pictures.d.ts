/* pictures.d.ts - a picture is the address of its file. */
declare module '*.jpg' {
  const address: string
  export = address
}
