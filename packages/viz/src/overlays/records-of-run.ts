import type { CacheRecord } from '@cachechart/core'
import { OverlayError } from './overlay-error.ts'
import { someOf } from './quoted-text.ts'

/**
 * The records of one cache that are of interest. Records of several caches may follow each other; a transaction's number
 * means another one in each.
 *
 * @throws OverlayError `ERR_OVERLAY_ABSENT` where there are none, `ERR_OVERLAY_AMBIGUOUS` where several caches have some
 */
export function recordsOfRun<Kind extends CacheRecord>(
  records: Iterable<CacheRecord>,
  wanted: { readonly run: string | undefined; readonly what: string },
  isWanted: (record: CacheRecord) => record is Kind,
): Kind[] {
  const found = new Map<string, Kind[]>()
  let run = ''
  for (const record of records) {
    if (record.kind === 'start') run = record.run
    if (!isWanted(record) || (wanted.run !== undefined && wanted.run !== run)) continue
    const list = found.get(run)
    if (list === undefined) found.set(run, [record])
    else list.push(record)
  }
  const [first, ...others] = found.values()
  const within = wanted.run === undefined ? '' : ` in the run ${someOf([wanted.run])}`
  if (first === undefined)
    throw new OverlayError('ERR_OVERLAY_ABSENT', `Nothing is recorded of ${wanted.what}${within}.`)
  if (others.length > 0)
    throw new OverlayError(
      'ERR_OVERLAY_AMBIGUOUS',
      `Several caches have recorded ${wanted.what}: say which run is meant, of ${someOf([...found.keys()])}.`,
    )
  return first
}
