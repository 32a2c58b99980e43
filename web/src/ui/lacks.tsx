/* lacks.tsx - why the button beside it cannot be pressed yet. */

export const Lacks = ({ words }: { words?: string }) => <p class="lacks" role="status">{words}</p>
