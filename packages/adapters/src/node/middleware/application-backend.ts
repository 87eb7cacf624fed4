import { BackendError, type Backend } from '@cachechart/core'
import { ClientExchange } from './client-exchange.ts'

/** The application as a backend: a request's `context` is the exchange in which it is asked. */
export const applicationBackend: Backend = {
  send(request, signal) {
    const { context } = request
    if (context instanceof ClientExchange) return context.ask(request, signal)
    throw new BackendError('ERR_BACKEND_REQUEST', 'the application answers requests of its clients alone')
  },
}
