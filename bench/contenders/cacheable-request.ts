import { Agent, request, type IncomingMessage } from 'node:http'
import { arrayBuffer } from 'node:stream/consumers'
import CacheableRequest from 'cacheable-request'
import { readSample, urlsOf } from './fetch-target.ts'
import { inLanes } from './lanes.ts'
import type { CreateWork } from './work.ts'

/** cacheable-request around node:http, with its store in memory; the argument is a URL. */
export const cacheableRequestWork: CreateWork = (target) => {
  const agent = new Agent({ keepAlive: true })
  const wrapped = new CacheableRequest(request)
  const cached = wrapped.request()
  const nextUrl = urlsOf(target)
  const ask = (url: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { hostname, port, pathname: path } = new URL(url)
      // Its types name a class, and a response that can be written: it is one that can be read.
      const onResponse = (response: unknown): void => resolve(response as IncomingMessage)
      cached({ hostname, port, path, agent }, onResponse)
        .on('request', (sent) => sent.end())
        .on('error', reject)
    })
  const read = async (): Promise<void> => {
    const response = await ask(nextUrl())
    // It leaves one behind with each request.
    wrapped.cache.removeAllListeners('error')
    await readSample({ status: response.statusCode ?? 0, arrayBuffer: () => arrayBuffer(response) })
  }
  return { run: (count) => inLanes(count, read) }
}
