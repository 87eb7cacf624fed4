/** What an origin answers. */
export interface Reply {
  /** Default 200. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A request as the origin has seen it. */
export interface SeenRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Headers
  readonly body: string
}

/** A request that has come to the origin, and the ways to answer it: whole, or piece by piece. */
export interface OriginCall {
  /** Sends the head; the body follows. */
  head(reply: Omit<Reply, 'body'>): void
  write(text: string): void
  end(): void
  /** Sends a whole response. */
  reply(reply: Reply): void
  /** Gives up: without a response, or in the midst of it. */
  break(): void
}

/** The fields of a whole response; RFC 9110 §8.6: without a length where there is no content to be long. */
export const fieldsOfWhole = ({ status = 200, headers = {}, body = '' }: Reply): Record<string, string> =>
  status === 204 || status === 304
    ? { ...headers }
    : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) }
