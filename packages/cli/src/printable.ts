/** Text that came from elsewhere, without signs that the terminal of whoever reads it would obey. */
export const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (sign) => encodeURIComponent(sign))
