const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** A number of bytes in the unit that suits it, with at most two decimals: `64 MiB`, `1.25 KiB`. */
export function inByteUnits(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(bytes) / 10)))
  return `${Math.round((bytes / 2 ** (10 * power)) * 100) / 100} ${units[power] ?? 'B'}`
}
