import { expect, test } from '@jest/globals'
import { ownShelf, undiciFileShelf, type CreateBodyShelf } from './body-shelves.ts'

const shelves: readonly (readonly [string, CreateBodyShelf])[] = [
  ['memory', ownShelf('memory')],
  ['SQLite', ownShelf('sqlite')],
  ["undici's file", undiciFileShelf],
]

test.each(shelves)('%s gives back what was put, and says what is not there', async (_name, create) => {
  const shelf = await create(100_000)
  try {
    await shelf.put('http://www.example.com/one')
    await shelf.find('http://www.example.com/one')
    await expect(async () => shelf.find('http://www.example.com/two')).rejects.toThrow(
      'http://www.example.com/two',
    )
  } finally {
    await shelf.close()
  }
})
