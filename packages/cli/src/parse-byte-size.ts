import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
}

/** A number of bytes: `1048576`, `512KiB`, `1.5GB`. @throws InvalidArgumentError */
export function parseByteSize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text.trim()) ?? []
  const bytes = Math.floor(Number(number) * (units[unit.toLowerCase()] ?? Number.NaN))
  if (number === '' || !Number.isSafeInteger(bytes) || bytes === 0) {
    throw new InvalidArgumentError('A size is a number above 0 with a unit, such as 512KiB, 256MiB or 2GB.')
  }
  return bytes
}
