import { setImmediate as nextTurn } from 'node:timers/promises'
import { Agent, type Dispatcher } from 'undici'
import { readSample, urlsOf } from './fetch-target.ts'
import { inLanes } from './lanes.ts'
import type { CreateWork } from './work.ts'

/** Streams tidy up in the next turn of the event loop: without any, all that they hold would pile up. */
const requestsInTurn = 64

/** `agent.request` with an interceptor, or without any; the argument is a URL. */
export const agentRequests =
  (interceptor?: () => Dispatcher.DispatcherComposeInterceptor): CreateWork =>
  (target) => {
    const agent = new Agent()
    const dispatcher = interceptor === undefined ? agent : agent.compose(interceptor())
    const nextUrl = urlsOf(target)
    const { origin } = new URL(target)
    const ask = async (): Promise<void> => {
      const path = nextUrl().slice(origin.length)
      const { statusCode: status, body } = await dispatcher.request({ origin, path, method: 'GET' })
      await readSample({ status, arrayBuffer: () => body.arrayBuffer() })
    }
    const run = async (count: number): Promise<void> => {
      for (let left = count; left > 0; left -= requestsInTurn) {
        await inLanes(Math.min(left, requestsInTurn), ask)
        await nextTurn()
      }
    }
    return { run, close: () => agent.destroy() }
  }
