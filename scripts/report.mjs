/** Time since `began` (of `performance.now()`), for a reader. */
export const seconds = (began) => `${((performance.now() - began) / 1000).toFixed(1)} s`
