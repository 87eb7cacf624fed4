import { expect, test } from '@jest/globals'
import { AwaitedReplies } from './awaited-replies.ts'

const never = (): Promise<never> => new Promise(() => {})

test('answers and errors are handed on', async () => {
  const replies = new AwaitedReplies(10_000, () => {})
  const failure = new Error('refused')
  await expect(replies.await('GET', Promise.resolve(1))).resolves.toBe(1)
  await expect(replies.await('GET', Promise.reject(failure))).rejects.toBe(failure)
})

test('what is not answered in time is given up, and that is told', async () => {
  let silences = 0
  const replies = new AwaitedReplies(20, () => {
    silences += 1
  })
  const [one, other] = [replies.await('GET', never()), replies.await('HGETALL', never())]
  await expect(one).rejects.toMatchObject({
    code: 'ERR_STORE_TIMEOUT',
    message: expect.stringContaining('GET'),
  })
  await expect(other).rejects.toMatchObject({ message: expect.stringContaining('HGETALL') })
  expect(silences).toBeGreaterThan(0)
  expect(replies.isSilent).toBe(true)
})

test('each has its own time, also when those before it were answered', async () => {
  const replies = new AwaitedReplies(50, () => {})
  const first = Promise.withResolvers<number>()
  const answered = replies.await('first', first.promise)
  const late = replies.await('second', never())
  first.resolve(1)
  await expect(answered).resolves.toBe(1)
  expect(replies.isSilent).toBe(false)
  await expect(late).rejects.toMatchObject({ code: 'ERR_STORE_TIMEOUT' })
})

test('what is not answered when it is closed is given up', async () => {
  const replies = new AwaitedReplies(10_000, () => {})
  const late = replies.await('GET', never())
  replies.close()
  await expect(late).rejects.toMatchObject({ code: 'ERR_STORE_CLOSED' })
})
