import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import makeFetchHappen, { type FetchOptions } from 'make-fetch-happen'
import { readSample, urlsOf } from './fetch-target.ts'
import { inLanes } from './lanes.ts'
import type { CreateWork } from './work.ts'

/** make-fetch-happen, which keeps what it stores on disk; the argument is a URL. */
export const makeFetchHappenWork: CreateWork = (target) => {
  const cachePath = mkdtempSync(join(tmpdir(), 'bench-'))
  process.once('exit', () => {
    rmSync(cachePath, { recursive: true, force: true })
  })
  // By itself a signal ends the process without another word.
  process.once('SIGTERM', () => process.exit())
  // Its types want every option of every fetch; it does with none.
  const cached = makeFetchHappen.defaults({ cachePath } as FetchOptions)
  const nextUrl = urlsOf(target)
  return { run: (count) => inLanes(count, async () => readSample(await cached(nextUrl()))) }
}
