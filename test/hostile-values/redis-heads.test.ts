import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { redisPlant } from './redis-plant.ts'
import { tellHostileHeads } from './tell-hostile-heads.ts'

describeWithRedis('in Redis', () => {
  tellHostileHeads(redisPlant)
})
