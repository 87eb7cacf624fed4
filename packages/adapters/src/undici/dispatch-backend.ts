import { BackendError, type Backend } from '@cachechart/core'
import { Call } from './call.ts'
import { OriginExchange } from './origin-exchange.ts'

/** A backend that sends each request through the dispatcher below the call for which it is. */
export const dispatchBackend: Backend = {
  send(request, signal) {
    const call = request.context
    if (!(call instanceof Call)) {
      const seen = 'a request of the cache of an interceptor comes from its dispatcher: send it there'
      throw new BackendError('ERR_BACKEND_REQUEST', seen)
    }
    return new Promise((resolve, reject) => {
      new OriginExchange({ request, call, signal }, { resolve, reject }).start()
    })
  },
}
