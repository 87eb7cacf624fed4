import { describe, expect, test } from '@jest/globals'
import { ChunkQueue, type ChunkSource } from './chunk-queue.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)

function watched(limit = 4) {
  const calls: string[] = []
  const source: ChunkSource = {
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
    abandon: () => calls.push('abandon'),
  }
  return { calls, queue: new ChunkQueue(source, limit) }
}

async function readAll(queue: ChunkQueue): Promise<string> {
  let text = ''
  for await (const chunk of queue) text += Buffer.from(chunk).toString()
  return text
}

describe('a chunk queue', () => {
  test('gives the reader what was pushed, in order, whoever comes first', async () => {
    const { queue } = watched(100)
    const first = queue.next()
    queue.push(bytes('a'))
    queue.push(bytes('b'))
    queue.end()
    expect((await first).value).toEqual(bytes('a'))
    expect(await readAll(queue)).toBe('b')
  })

  test('asks the source to wait at the limit, and to go on when half is taken', async () => {
    const { calls, queue } = watched(4)
    queue.push(bytes('aa'))
    expect(calls).toEqual([])
    queue.push(bytes('b'))
    queue.push(bytes('b'))
    expect(calls).toEqual(['pause'])
    await queue.next()
    expect(calls).toEqual(['pause', 'resume'])
  })

  test('asks only once to wait, though more arrives that was already on its way', () => {
    const { calls, queue } = watched(4)
    queue.push(bytes('aaaa'))
    queue.push(bytes('bbbb'))
    expect(calls).toEqual(['pause'])
  })

  test('gives what came before a failure, then the failure, then nothing', async () => {
    const { queue } = watched()
    queue.push(bytes('a'))
    queue.fail(new Error('broken'))
    expect((await queue.next()).value).toEqual(bytes('a'))
    await expect(queue.next()).rejects.toThrow('broken')
    expect((await queue.next()).done).toBe(true)
  })

  test('fails a reader that is already waiting', async () => {
    const { queue } = watched()
    const waiting = queue.next()
    queue.fail(new Error('broken'))
    await expect(waiting).rejects.toThrow('broken')
  })

  test('tells the source when the reader leaves early, once', async () => {
    const { calls, queue } = watched()
    queue.push(bytes('a'))
    for await (const _ of queue) break
    await queue.return()
    expect(calls).toEqual(['abandon'])
    expect((await queue.next()).done).toBe(true)
  })

  test('releases a waiting reader when it is closed', async () => {
    const { queue } = watched()
    const waiting = queue.next()
    await queue.return()
    expect((await waiting).done).toBe(true)
  })

  test('does not tell a source that has ended', async () => {
    const { calls, queue } = watched()
    queue.end()
    await queue.return()
    expect(calls).toEqual([])
  })

  test.each([
    [[], ''],
    [['abc'], 'abc'],
    [['ab', 'c'], 'abc'],
  ])('hands out %j as one piece once all is there', (chunks, whole) => {
    const { queue } = watched(100)
    for (const chunk of chunks) queue.push(bytes(chunk))
    expect(queue.takeWhole()).toBeUndefined()
    queue.end()
    expect(Buffer.from(queue.takeWhole() ?? 'undefined').toString()).toBe(whole)
  })

  test('takes nothing more after its end', async () => {
    const { queue } = watched()
    queue.end()
    queue.push(bytes('late'))
    queue.fail(new Error('late'))
    expect(await readAll(queue)).toBe('')
  })
})
