/** A process that has a lease: `holder-program.ts URL LIFE`. It tells its parent the token, and releases when it is told to. */
import { redisLease } from '@cachechart/adapters/redis'

const [url = '', life = ''] = process.argv.slice(2)
const lease = redisLease({ url, life: Number(life), commandTimeout: 5_000, connectTimeout: 5_000 })
const answer = await lease.acquire({ key: 'https://example.com/', variant: '' })
if (answer.type === 'taken') throw new Error('somebody else has the lease')
const { grant } = answer
process.send?.({ token: grant.token })
const release = async (): Promise<void> => {
  grant.release('stored')
  await lease.close()
  process.send?.('released')
  process.disconnect()
}
process.once('message', () => {
  void release()
})
