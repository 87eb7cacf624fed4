import { BackendError, MisuseError, type Backend, type Millis } from '@cachechart/core'
import { Agent, type Dispatcher } from 'undici'
import { dispatchOf } from './undici-dispatch.ts'
import { UndiciExchange } from './undici-exchange.ts'

/** What `undiciBackend` takes; everything has a default. */
export interface UndiciBackendOptions {
  /**
   * Where connections come from. It stays its giver's: `close` leaves it open, and of the options below only the
   * timeouts for head and body apply to it. Default: an `Agent` of its own, which speaks HTTP/1.1.
   */
  readonly dispatcher?: Dispatcher
  /** For a connection (name resolution, TCP, TLS) to stand. Default 10 s. */
  readonly connectTimeout?: Millis
  /**
   * From the request's being sent to the end of the response head; an interim response begins it anew. Default 30 s;
   * undici's clock ticks every 0.5 s.
   */
  readonly headTimeout?: Millis
  /** For the next piece of the body, while someone wants it. Default 60 s. */
  readonly bodyTimeout?: Millis
  /** The largest response head that is accepted, in bytes. Default 16 KiB. */
  readonly maxHeadSize?: number
}

/** A backend over undici. */
export interface UndiciBackend extends Backend {
  /** Ends its connections, requests in progress included, unless the dispatcher was given. */
  close(): Promise<void>
}

/**
 * Sends each request to the origin of its URL, through undici.
 *
 * Both bodies are streamed, at the pace of whoever reads them; a response that came in one piece is handed out as one
 * piece. The Host field is that of the request where it has one, else the URL's. A request without a body whose method
 * is safe (GET, HEAD, OPTIONS) is sent once more when its connection was lost before a byte of the response came:
 * keep-alive connections are closed by origins at any time.
 *
 * Interim responses are told of as they come, up to 256 KiB of them. `Expect` is not sent; an origin that sends 100
 * (Continue) unasked fails with `ERR_BACKEND_PROTOCOL`, as undici does not read on.
 *
 * Rejects with a `BackendError` of any code of `BackendErrorCode` but `ERR_BACKEND_FAILED` for what it recognises.
 *
 * @throws MisuseError `ERR_MISUSE` when a timeout or limit is not a positive integer.
 *
 * @example
 * const backend = undiciBackend({ headTimeout: 5_000 })
 * const cache = createCache({ store: memoryStore({ maxBytes: 64 * 1024 * 1024 }), backend })
 */
export function undiciBackend(options: UndiciBackendOptions = {}): UndiciBackend {
  const {
    headTimeout = 30_000,
    bodyTimeout = 60_000,
    connectTimeout = 10_000,
    maxHeadSize = 16 * 1024,
  } = options
  for (const [name, value] of Object.entries({ headTimeout, bodyTimeout, connectTimeout, maxHeadSize })) {
    if (Number.isInteger(value) && value > 0) continue
    throw new MisuseError(`undiciBackend: ${name} is a positive integer; seen: ${String(value)}`)
  }
  // HTTP/2 stays off: field names would lose their case, and a reset stream has other meanings than a lost connection.
  const dispatcher =
    options.dispatcher ??
    new Agent({ connect: { timeout: connectTimeout }, maxHeaderSize: maxHeadSize, allowH2: false })
  const timeouts = { headersTimeout: headTimeout, bodyTimeout }

  return {
    send(request, signal) {
      if (signal.aborted)
        throw new BackendError('ERR_BACKEND_CANCELLED', 'the request was cancelled before it was sent')
      const { onInformation, onStep } = request
      const dispatch = { dispatcher, signal, onInformation, onStep, ...dispatchOf(request, timeouts) }
      return new Promise((resolve, reject) => {
        new UndiciExchange(dispatch, { resolve, reject }).start()
      })
    },
    async close() {
      if (options.dispatcher === undefined) await dispatcher.destroy()
    },
  }
}
