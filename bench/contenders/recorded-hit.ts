import { createCache, memoryStore, type CacheRecord, type CacheRequest } from '@cachechart/core'
import { createReplayer, parseRecord, redactRecord } from '@cachechart/core/recording'
import { requestFields, sampleBody, sampleFields } from './sample-messages.ts'
import type { Work } from './work.ts'

const request: CacheRequest = { method: 'GET', url: 'http://example.com/sample', fields: requestFields }

/** As the gateway writes it, but for the hash: nothing here is to be redacted. */
const redaction = { token: (value: string) => String(value.length) }
const textOf = (record: CacheRecord): string => JSON.stringify(redactRecord(record, redaction))

/** Hits in memory, told to `onRecord`. */
const recordedHits = async (onRecord: ((record: CacheRecord) => void) | undefined): Promise<Work> => {
  const backend = {
    send: () => ({ status: 200, reason: 'OK', fields: sampleFields('max-age=3600'), body: sampleBody }),
  }
  const cache = createCache({ store: memoryStore(), backend, ...(onRecord && { onRecord }) })
  await cache.handle(request)
  await cache.drain()
  return {
    run(count) {
      for (let done = 0; done < count; done += 1)
        if (cache.send(request).poll()?.source !== 'stored') throw new Error('that was no hit')
    },
  }
}

/** The lines of one hit, read and decided again. */
const replayedHits = async (): Promise<Work> => {
  const lines: string[] = []
  const hits = await recordedHits((record) => lines.push(textOf(record)))
  const [start = ''] = lines
  lines.length = 0
  await hits.run(1)
  return {
    run(count) {
      const replayer = createReplayer()
      replayer.take(parseRecord(start, 1))
      for (let done = 0; done < count; done += 1)
        for (const line of lines) replayer.take(parseRecord(line, 2))
      const { transactions, difference } = replayer.end()
      if (transactions !== count || difference !== null) throw new Error('that was not the same')
    },
  }
}

/** A hit that nobody records (`plain`), that is `recorded`, `written` as a line of JSON, or `replayed` from its lines. */
export const recordedHit = (how: string): Promise<Work> => {
  if (how === 'replayed') return replayedHits()
  if (how === 'plain') return recordedHits(undefined)
  let bytes = 0
  return recordedHits((record) => {
    bytes += how === 'written' ? textOf(record).length : record.at
  })
}
