import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { ask, fresh, saidBy, setUp, undicis } from './stage.ts'

// undici calls `decompress` experimental, aloud.
beforeAll(() => {
  jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
})
afterAll(() => {
  jest.restoreAllMocks()
})

describe.each(undicis)('the interceptors of %s', (_name, undici) => {
  const { redirect, retry, decompress, dump, dns } = undici.interceptors

  const hops: Parameters<typeof setUp>[1] = (request, response) => {
    response.setHeader('cache-control', 'max-age=60')
    if (request.url === '/from') response.writeHead(301, { location: '/to' }).end()
    else fresh(request, response)
  }

  test('redirect, above: each hop is stored by itself', async () => {
    const stage = await setUp(undici, hops, { above: [redirect({ maxRedirections: 3 })] })
    expect((await ask(stage, '/from')).text).toBe('GET /to')
    const again = await ask(stage, '/from')
    expect([again.text, saidBy(again)]).toEqual(['GET /to', 'hit'])
    expect(stage.origin.seen.map(({ url }) => url)).toEqual(['/from', '/to'])
  })

  test('redirect, below: what comes from elsewhere is not stored, and comes as it is', async () => {
    const stage = await setUp(undici, hops, { below: [redirect({ maxRedirections: 3 })] })
    const first = await ask(stage, '/from')
    expect([first.text, first.headers['vary']]).toEqual(['GET /to', undefined])
    expect((await ask(stage, '/from')).text).toBe('GET /to')
    expect(stage.origin.seen.map(({ url }) => url)).toEqual(['/from', '/to', '/from', '/to'])
    await ask(stage, '/to')
    expect(saidBy(await ask(stage, '/to'))).toBe('hit')
  })

  test('redirect, below: tells of its history as without a cache', async () => {
    const stage = await setUp(undici, hops, { below: [redirect({ maxRedirections: 3 })] })
    const { body, context } = await stage.agent.request({
      origin: stage.origin.url(''),
      path: '/from',
      method: 'GET',
    })
    await body.dump()
    const { history } = context as { history: URL[] }
    expect(history.map(({ pathname }) => pathname)).toEqual(['/from', '/to'])
  })

  const flaky = (): Parameters<typeof setUp>[1] => {
    let count = 0
    return (request, response) => {
      count += 1
      if (count === 1) request.socket.destroy()
      else if (count === 2) response.writeHead(503).end()
      else fresh(request, response)
    }
  }
  const patient = { minTimeout: 1, maxTimeout: 1, errorCodes: ['ECONNRESET', 'UND_ERR_SOCKET'] }

  test.each(['above', 'below'] as const)(
    'retry, %s: a lost connection and a 503 are tried again',
    async (place) => {
      const stage = await setUp(undici, flaky(), { [place]: [retry(patient)] })
      expect((await ask(stage)).text).toBe('GET /')
      expect(saidBy(await ask(stage))).toBe('hit')
      expect(stage.origin.seen).toHaveLength(3)
    },
  )

  test.each(['above', 'below'] as const)('retry, %s: a body that broke off is resumed', async (place) => {
    let count = 0
    const stage = await setUp(
      undici,
      (request, response) => {
        count += 1
        response.setHeader('etag', '"e"').setHeader('cache-control', 'max-age=60')
        if (count === 1) {
          response.writeHead(200, { 'content-length': '10' }).write('01234')
          setImmediate(() => request.socket.destroy())
        } else {
          response.writeHead(206, { 'content-range': 'bytes 5-9/10', 'content-length': '5' }).end('56789')
        }
      },
      { [place]: [retry(patient)] },
    )
    expect((await ask(stage)).text).toBe('0123456789')
    expect(stage.origin.seen.map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=5-9'])
  })

  const zipped: Parameters<typeof setUp>[1] = (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'cache-control': 'max-age=60' })
    response.end(gzipSync('plain text'))
  }

  test.each(['above', 'below'] as const)(
    'decompress, %s: what is stored is what its head says',
    async (place) => {
      const stage = await setUp(undici, zipped, { [place]: [decompress()] })
      for (const said of ['fwd=uri-miss; stored', 'hit']) {
        const answer = await ask(stage)
        expect([answer.text, answer.headers['content-encoding'], saidBy(answer)]).toEqual([
          'plain text',
          undefined,
          said,
        ])
      }
    },
  )

  test('dump, above: a body is discarded, and one that is too large is an error', async () => {
    const stage = await setUp(undici, fresh, { above: [dump({ maxSize: 6 })] })
    for (let count = 0; count < 2; count += 1) {
      expect((await ask(stage)).text).toBe('')
      await expect(ask(stage, '/large')).rejects.toThrow('larger than maxSize')
    }
    expect(stage.origin.seen).toHaveLength(2)
  })

  test('dump, below: a body that is not what its head says is an error, and never stored', async () => {
    const lengthy: Parameters<typeof setUp>[1] = (request, response) => {
      response.setHeader('content-length', '5').setHeader('cache-control', 'max-age=60')
      response.end(request.method === 'HEAD' ? undefined : 'to be')
    }
    const stage = await setUp(undici, lengthy, { below: [dump()] })
    for (let count = 0; count < 2; count += 1)
      await expect(ask(stage)).rejects.toMatchObject({ code: 'ERR_BACKEND_SHORT_BODY' })
    expect((await ask(stage, '/', { method: 'HEAD' })).headers['content-length']).toBe('5')
    expect(stage.origin.seen).toHaveLength(3)
  })

  test.each(['above', 'below'] as const)(
    'dns, %s: two names at one address are two resources',
    async (place) => {
      const lookup: NonNullable<NonNullable<Parameters<typeof dns>[0]>['lookup']> = (
        _origin,
        _options,
        done,
      ) => {
        done(null, [{ address: '127.0.0.1', ttl: 1_000, family: 4 }])
      }
      const named: Parameters<typeof setUp>[1] = (request, response) => {
        response.setHeader('cache-control', 'max-age=60').end(request.headers.host)
      }
      const stage = await setUp(undici, named, { [place]: [dns({ lookup, dualStack: false, affinity: 4 })] })
      const at = (name: string) => ask(stage, '/', { origin: `http://${name}.example:${stage.origin.port}` })
      for (const said of ['fwd=uri-miss; stored', 'hit']) {
        for (const name of ['one', 'two']) {
          const answer = await at(name)
          expect([answer.text, saidBy(answer)]).toEqual([`${name}.example:${stage.origin.port}`, said])
        }
      }
    },
  )

  test('its own cache, below, is one more on the way', async () => {
    const stage = await setUp(undici, fresh, { below: [undici.interceptors.cache()] })
    await ask(stage)
    stage.pass(5)
    expect(saidBy(await ask(stage))).toBe('hit')
  })
})
