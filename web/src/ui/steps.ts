/* steps.ts - five steps of a percentage, each with its colour (shell.css); the figure always stands beside it. */
export const steps = [0, 50, 70, 85, 95]

export const stepOf = (n: number) => steps.reduce((step, from, i) => (n >= from ? i : step), 0)
