import { setImmediate as nextTurn } from 'node:timers/promises'
import { cacheInterceptor } from '@cachechart/adapters/undici'
import { Agent, interceptors, type Dispatcher } from 'undici'
import { readSample, urlsOf } from './fetch-target.ts'
import type { CreateWork } from './work.ts'

/** How many ask for the same at once; a power of two, as the counts are that are asked for. */
const crowd = 64

/** Agents by how they treat those who ask for the same; the last interceptor is the first to see a request. */
const agents: ReadonlyMap<string, () => Dispatcher> = new Map([
  ['ours', () => new Agent().compose(cacheInterceptor())],
  ['undici', () => new Agent().compose(interceptors.cache(), interceptors.deduplicate())],
  ['plain', () => new Agent()],
])

/** `agent.request` by a crowd at once, each crowd for a response of its own. The argument is the agent and a URL. */
export const stormRequests: CreateWork = (argument) => {
  const [name = '', target = ''] = argument.split(' ')
  const agent = agents.get(name)?.()
  if (agent === undefined) throw new RangeError(`no agent is called "${name}"`)
  const nextUrl = urlsOf(target)
  const { origin } = new URL(target)
  const ask = async (path: string): Promise<void> => {
    const { statusCode: status, body } = await agent.request({ origin, path, method: 'GET' })
    await readSample({ status, arrayBuffer: () => body.arrayBuffer() })
  }
  return {
    async run(count) {
      for (let done = 0; done < count; done += crowd) {
        const path = nextUrl().slice(origin.length)
        await Promise.all(Array.from({ length: Math.min(crowd, count - done) }, () => ask(path)))
        await nextTurn()
      }
    },
    close: () => agent.destroy(),
  }
}
