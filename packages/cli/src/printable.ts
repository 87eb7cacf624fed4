/** Text that came from elsewhere, without signs that the terminal of whoever reads it would obey. */
export const printable = (text: string): string =>
  // Half a pair of surrogates has no bytes, and would throw.
  text.toWellFormed().replace(/[^\x20-\x7e]/gu, (sign) => encodeURIComponent(sign))
