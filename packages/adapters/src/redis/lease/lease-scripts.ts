import { redisScript } from '../store/redis-script.ts'
import { kindPart, timePart } from '../store/script-parts.ts'

/**
 * What a server is asked to do in one go. The record of a lease is a hash: `t` its token, `h` its holder, or nothing when it
 * has ended; `u` until when it lasts, by the server's clock in milliseconds; `e` how it has ended; and a member `w:…` for each
 * process that waits, and is told by the channel of that name.
 *
 * A record outlives its lease for a while, so that its end can be looked up. Tokens are the time in microseconds, a safe integer
 * until the year 2255; should the clock have been set back, or be another server's, they go on from what is known of earlier
 * ones here and at the store's fence.
 */
const holdingPart = `
local function isHeld(holder, till, now)
  local left = (tonumber(till) or 0) - now
  -- What is further away than any lease lasts was not written by one.
  return holder and holder ~= '' and left > 0 and left <= 600000, left
end
local function safe(token)
  -- Nor was a token that is no such number.
  return count(token) or 0
end
local function keep(fields, life)
  redis.call('HSET', KEYS[1], unpack(fields))
  redis.call('PEXPIRE', KEYS[1], life)
end`

/**
 * KEYS record, fence. ARGV the holder to be, life, for how long the record is kept after it, the process that waits otherwise,
 * the field of the fence, the token of the lease whose end was seen last (nothing: that does not matter).
 * Answers 1 and the token; or 0, the token of who holds it, and how long that lasts; or 2 and the token of who has ended since,
 * with something stored.
 */
export const acquireScript = redisScript(
  'always',
  timePart,
  kindPart,
  holdingPart,
  `
claimKind(KEYS[1], 'hash')
local now, record = timeNow(), redis.call('HMGET', KEYS[1], 't', 'h', 'u', 'e')
local last = safe(record[1])
local held, left = isHeld(record[2], record[3], now)
if held then
  redis.call('HSET', KEYS[1], 'w:' .. ARGV[4], '')
  return { 0, text(last), left }
end
if record[4] == 'stored' and ARGV[6] ~= '' and last > tonumber(ARGV[6]) then return { 2, text(last) } end
claimKind(KEYS[2], 'hash')
local written, time = safe(redis.call('HGET', KEYS[2], ARGV[5])), redis.call('TIME')
local token = text(math.max(last + 1, written + 1, time[1] * 1000000 + time[2]))
redis.call('DEL', KEYS[1])
keep({ 't', token, 'h', ARGV[1], 'u', text(now + ARGV[2]) }, ARGV[2] + ARGV[3])
return { 1, token }`,
)

/** KEYS record. ARGV holder, life, for how long the record is kept after it. Answers 1; or 0 when the holder is another now. */
export const renewScript = redisScript(
  'always',
  timePart,
  kindPart,
  holdingPart,
  `
claimKind(KEYS[1], 'hash')
if redis.call('HGET', KEYS[1], 'h') ~= ARGV[1] then return 0 end
keep({ 'u', text(timeNow() + ARGV[2]) }, ARGV[2] + ARGV[3])
return 1`,
)

/**
 * KEYS record. ARGV holder, how it ends, for how long the record is kept, what the names of channels begin with.
 * Answers 1; or 0 when the holder is another now.
 */
export const releaseScript = redisScript(
  'always',
  kindPart,
  holdingPart,
  `
claimKind(KEYS[1], 'hash')
local fields, record = redis.call('HGETALL', KEYS[1]), redis.call('HMGET', KEYS[1], 't', 'h')
if record[2] ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
keep({ 't', record[1], 'e', ARGV[2] }, ARGV[3])
for index = 1, #fields, 2 do
  if string.sub(fields[index], 1, 2) == 'w:' then
    local channel = ARGV[4] .. string.sub(fields[index], 3)
    -- Who may not be told finds it out by looking.
    redis.pcall('PUBLISH', channel, record[1] .. ' ' .. ARGV[2] .. ' ' .. KEYS[1])
  end
end
return 1`,
)

/**
 * KEYS record. ARGV the token of who is waited for.
 * Answers 1 and how long that lasts; or 0 and how it has ended, nothing when that is not known.
 */
export const lookScript = redisScript(
  'always',
  timePart,
  kindPart,
  holdingPart,
  `
claimKind(KEYS[1], 'hash')
local record = redis.call('HMGET', KEYS[1], 't', 'h', 'u', 'e')
if record[1] ~= ARGV[1] then return { 0, '' } end
local held, left = isHeld(record[2], record[3], timeNow())
if not held then return { 0, record[4] or '' } end
return { 1, left }`,
)
