import { InvalidArgumentError } from 'commander'

/** A port number; 0 lets the system choose one. @throws InvalidArgumentError */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535))
    throw new InvalidArgumentError('A port is a whole number from 0 (any free port) to 65535.')
  return port
}
