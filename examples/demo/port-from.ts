/** The port that an environment variable names. @throws RangeError when it names none */
export function portFrom(variable: string, otherwise: number): number {
  const text = process.env[variable] ?? ''
  if (text === '') return otherwise
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new RangeError(`${variable} is a port from 0 to 65535, not "${text}"`)
}
