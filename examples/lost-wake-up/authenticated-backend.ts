import type { Backend } from '@cachechart/core'
import type { TokenClient } from './token-client.ts'

/** An origin that wants a token with each request. The backend says what it is doing: nobody has to guess later. */
export const authenticatedBackend = (tokens: TokenClient): Backend => ({
  async send(request) {
    request.onStep?.('authenticate')
    const token = await new Promise<string>((resolve) => {
      tokens.getToken(resolve)
    })
    request.onStep?.('send')
    const body = new TextEncoder().encode(`${request.url} with ${token}`)
    return Promise.resolve({ status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'], body })
  },
})
