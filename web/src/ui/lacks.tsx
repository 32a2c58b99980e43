/* lacks.tsx - why the button beside it cannot be pressed yet; made where it costs nothing more to fetch. */
export { Lacks } from './state.tsx'
