import { Agent, type Dispatcher } from 'undici'
import { cacheInterceptor } from '@cachechart/adapters/undici'
import { askByDispatcher } from '../../callers/ask-by-dispatcher.ts'
import type { Subject, SubjectParts } from '../subject.ts'

/** An agent of undici with the interceptor, and callers of its `request`. */
export function undiciSubject({ origin, options }: SubjectParts): Subject {
  const interceptor = cacheInterceptor(options)
  const agent = new Agent().compose(toOrigin(origin), interceptor)
  return {
    cache: interceptor.cache,
    clients: new Set(),
    access: { type: 'calls', ask: askByDispatcher(agent) },
    close: () => agent.destroy(),
  }
}

/** All hosts are the origin. */
const toOrigin =
  (origin: string): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (request, handler) =>
    dispatch({ ...request, origin }, handler)
