import { generationLife } from './purge-horizon.ts'
import { redisScript } from './redis-script.ts'
import { generationPart, kindPart, timePart, variantPart } from './script-parts.ts'

/** What a claim has to hold against, in the entry's slot. The fence lives as long as what else a claim is compared with. */
const claimPart = `
local function claimHolds(moment, field, token)
  if generationOf(KEYS[2]) > moment then return false end
  if token == '' then return true end
  claimKind(KEYS[3], 'hash')
  local greatest = count(redis.call('HGET', KEYS[3], field)) or 0
  if greatest > tonumber(token) then return false end
  redis.call('HSET', KEYS[3], field, token)
  redis.call('PEXPIRE', KEYS[3], ${generationLife})
  return true
end`

/**
 * Lets a variant be found, unless its key was purged after the claim's moment, a later lease has written, or pieces of its
 * body are missing. It takes the place of the same variant, and of the oldest where there are too many.
 *
 * KEYS entry, generation, fence, body. ARGV moment, barrier, fence field, token, variant, life, body id, length and coding,
 * chunks, date, head, inline body, cache key, most variants, grace.
 */
export const commitScript = redisScript(
  'refused',
  timePart,
  kindPart,
  generationPart,
  variantPart,
  claimPart,
  `
local entry, moment, barrier, variant = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[5]
local life, chunks, most, grace = tonumber(ARGV[6]), tonumber(ARGV[9]), tonumber(ARGV[14]), tonumber(ARGV[15])
claimKind(entry, 'hash')
if not claimHolds(moment, ARGV[3], ARGV[4]) then return 'refused' end
if chunks > 0 then
  if redis.call('HLEN', KEYS[4]) ~= chunks then return 'incomplete' end
  redis.call('PEXPIRE', KEYS[4], text(life))
end
local now, others = timeNow(), {}
eachVariant(entry, function(name, record)
  if name == variant or record.seen < barrier or record.expires <= now then
    dropVariant(entry, name, record, grace)
  else
    table.insert(others, { name, record })
  end
end)
table.sort(others, function(one, other)
  if one[2].date == other[2].date then return one[2].order > other[2].order end
  return one[2].date > other[2].date
end)
for index = most, #others do dropVariant(entry, others[index][1], others[index][2], grace) end
local order = redis.call('HINCRBY', entry, 'n', 1)
local record = table.concat({
  '1', text(moment), '0', text(order), text(now + life), ARGV[7], ARGV[8], ARGV[9], ARGV[10],
}, ' ')
redis.call('HSET', entry, 'k', ARGV[13], 'm:' .. variant, record, 'h:' .. variant, ARGV[11])
if chunks == 0 then redis.call('HSET', entry, 'b:' .. variant, ARGV[12]) end
keepAtLeast(entry, life)
return 'stored'`,
)

/**
 * Gives the variant with a body another head, and the place that this head selects. Removes it where the head is empty.
 *
 * KEYS entry, generation, fence. ARGV moment, barrier, fence field, token, variant, life, body id, date, head, grace.
 */
export const freshenScript = redisScript(
  'refused',
  timePart,
  kindPart,
  generationPart,
  variantPart,
  claimPart,
  `
local entry, moment, barrier, variant = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[5]
local life, grace = tonumber(ARGV[6]), tonumber(ARGV[10])
claimKind(entry, 'hash')
local old, before, raw
eachVariant(entry, function(name, record, text)
  if record.body == ARGV[7] and record.seen >= barrier then old, before, raw = name, record, text end
end)
if not before or not claimHolds(moment, ARGV[3], ARGV[4]) then return 'gone' end
if ARGV[9] == '' then
  dropVariant(entry, old, before, grace)
  return 'gone'
end
local bytes = redis.call('HGET', entry, 'b:' .. old)
if before.chunks == 0 and not bytes then return 'gone' end
if before.chunks > 0 and redis.call('EXISTS', bodyName(entry, before.body)) == 0 then return 'gone' end
if old ~= variant then
  local taken = readRecord(redis.call('HGET', entry, 'm:' .. variant) or '')
  if taken then dropVariant(entry, variant, taken, grace) end
  redis.call('HDEL', entry, 'm:' .. old, 'h:' .. old, 'b:' .. old)
end
local order, now = redis.call('HINCRBY', entry, 'n', 1), timeNow()
local body = string.match(raw, '^1 %d+ %d+ %d+ %d+ (.*) %S+$')
local record = table.concat({
  '1', text(math.max(moment, before.mark)), '0', text(order), text(now + life), body, ARGV[8],
}, ' ')
redis.call('HSET', entry, 'm:' .. variant, record, 'h:' .. variant, ARGV[9])
if before.chunks == 0 then
  redis.call('HSET', entry, 'b:' .. variant, bytes)
else
  keepAtLeast(bodyName(entry, before.body), life)
end
keepAtLeast(entry, life)
return 'freshened'`,
)

/** A piece of a body that is being written, which nobody finds yet. KEYS body. ARGV index, bytes, life. */
export const appendScript = redisScript(
  'refused',
  kindPart,
  `
claimKind(KEYS[1], 'hash')
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`,
)

/**
 * Writes that a key may have a label, unless the label was purged after the claim's moment. Two in one step: a purge that
 * comes later finds the key. What the index knows of keys that are gone for good goes, too.
 *
 * KEYS index, its generation. ARGV moment, tag, life.
 */
export const labelScript = redisScript(
  'refused',
  timePart,
  kindPart,
  generationPart,
  `
claimKind(KEYS[1], 'zset')
if generationOf(KEYS[2]) > tonumber(ARGV[1]) then return 'refused' end
local now, life = timeNow(), tonumber(ARGV[3])
redis.call('ZADD', KEYS[1], 'GT', text(now + life), ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now))
keepAtLeast(KEYS[1], life)
return 'known'`,
)
