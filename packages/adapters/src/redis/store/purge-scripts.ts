import { redisScript } from './redis-script.ts'
import { generationPart, kindPart, timePart, variantPart } from './script-parts.ts'

/**
 * A ledger begins with the time in microseconds: after one that was lost, too, it is ahead of all that was given out. One that
 * cannot be believed (what \`stateOf\` in purge-ledger.ts does not believe) is begun anew, ahead of what it says.
 */
const ledgerPart = `
local function areCheckpoints(checkpoints, sequence)
  local time, earlier, nextTime, later = string.match(checkpoints or '', '^(%d+) (%d+) (%d+) (%d+)$')
  earlier, later = count(earlier), count(later)
  return count(time) and count(nextTime) and earlier and later and earlier <= sequence and later <= sequence
end
local function ledger()
  local before = redis.call('EXISTS', KEYS[1]) == 1 and 'damaged' or 'none'
  claimKind(KEYS[1], 'hash')
  local values = redis.call('HMGET', KEYS[1], 'sequence', 'floor', 'barrier', 'checkpoints')
  local sequence, floor, barrier, checkpoints = count(values[1]), count(values[2]), count(values[3]), values[4]
  if sequence and floor and barrier and floor <= sequence and barrier <= sequence
    and areCheckpoints(checkpoints, sequence) then return sequence, floor, barrier, checkpoints, 'sound' end
  local time = redis.call('TIME')
  local start = math.max(time[1] * 1000000 + time[2], (sequence or 0) + 1)
  local checkpoint = text(timeNow()) .. ' ' .. text(start)
  checkpoints = checkpoint .. ' ' .. checkpoint
  redis.call('HSET', KEYS[1], 'sequence', text(start), 'floor', text(start), 'barrier', text(start),
    'checkpoints', checkpoints)
  return start, start, start, checkpoints, before
end`

/**
 * How far the purges have come, also where nothing is known of any; and what was there before: \`sound\`, \`damaged\` or \`none\`.
 * KEYS ledger.
 */
export const openLedgerScript = redisScript(
  'always',
  timePart,
  kindPart,
  ledgerPart,
  `
local sequence, floor, barrier, checkpoints, before = ledger()
return { text(sequence), text(floor), text(barrier), checkpoints, before }`,
)

/**
 * A purge begins: its number, the barrier and the floor before it, and what was there before. KEYS ledger. ARGV `one`, `change all` or `remove all`, and how far
 * apart checkpoints are. What was fetched before a purge of all is refused from now on, and what it removes is not found from now on.
 */
export const beginPurgeScript = redisScript(
  'always',
  timePart,
  kindPart,
  ledgerPart,
  `
local sequence, floor, barrier, checkpoints, before = ledger()
local number, now = sequence + 1, timeNow()
redis.call('HSET', KEYS[1], 'sequence', text(number))
local time, from = string.match(checkpoints, '^%d+ %d+ (%d+) (%d+)$')
if not time or now - tonumber(time) >= tonumber(ARGV[2]) then
  local last = time and time .. ' ' .. from or text(now) .. ' ' .. text(sequence)
  redis.call('HSET', KEYS[1], 'checkpoints', last .. ' ' .. text(now) .. ' ' .. text(sequence))
end
if ARGV[1] ~= 'one' then redis.call('HSET', KEYS[1], 'floor', text(number)) end
if ARGV[1] == 'remove all' then redis.call('HSET', KEYS[1], 'barrier', text(number)) end
return { text(number), text(barrier), text(floor), before }`,
)

/** All has been changed: what a purge has not come by is not found any more. KEYS ledger. ARGV number. */
export const raiseBarrierScript = redisScript(
  'always',
  timePart,
  kindPart,
  ledgerPart,
  `
local _, _, barrier = ledger()
if barrier < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'barrier', ARGV[1]) end
return 1`,
)

/** A label is purged: what was fetched before does not get it any more. KEYS its generation. ARGV number, life. */
export const purgeLabelScript = redisScript(
  'always',
  timePart,
  kindPart,
  generationPart,
  `
raiseGeneration(KEYS[1], tonumber(ARGV[1]), ARGV[2])
return 1`,
)

/**
 * Removes the variants of a key that were there before a purge; how many were. KEYS entry, generation.
 * ARGV number, barrier, life of the generation, grace.
 */
export const removeScript = redisScript(
  'always',
  timePart,
  kindPart,
  generationPart,
  variantPart,
  `
local number, barrier, grace = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])
claimKind(KEYS[1], 'hash')
raiseGeneration(KEYS[2], number, ARGV[3])
local removed, left, now = 0, 0, timeNow()
eachVariant(KEYS[1], function(name, record)
  if record.mark >= number then
    left = left + 1
    return
  end
  if record.seen >= barrier and record.expires > now then removed = removed + 1 end
  dropVariant(KEYS[1], name, record, grace)
end)
if left == 0 then redis.call('DEL', KEYS[1]) end
return removed`,
)

/**
 * The key's name and its variants that were there before a purge: name, record and head of each. What was fetched before is
 * not committed any more from here on. KEYS entry, generation. ARGV number, barrier, life of the generation.
 */
export const selectScript = redisScript(
  'always',
  timePart,
  kindPart,
  generationPart,
  variantPart,
  `
local number, barrier, now = tonumber(ARGV[1]), tonumber(ARGV[2]), timeNow()
claimKind(KEYS[1], 'hash')
raiseGeneration(KEYS[2], number, ARGV[3])
local found = { redis.call('HGET', KEYS[1], 'k') or '' }
eachVariant(KEYS[1], function(name, record, raw)
  if record.mark >= number or record.seen < barrier or record.expires <= now then return end
  table.insert(found, name)
  table.insert(found, raw)
  table.insert(found, redis.call('HGET', KEYS[1], 'h:' .. name) or '')
end)
return found`,
)

/**
 * Removes variants, or gives them other heads, where they are still what was selected; the names of those that are. KEYS entry.
 * ARGV grace; and of each variant: name, record, new record, new head (both empty: it is removed).
 */
export const changeScript = redisScript(
  'always',
  timePart,
  kindPart,
  variantPart,
  `
local changed = {}
claimKind(KEYS[1], 'hash')
for index = 2, #ARGV, 4 do
  local name, raw, record, head = ARGV[index], ARGV[index + 1], ARGV[index + 2], ARGV[index + 3]
  if redis.call('HGET', KEYS[1], 'm:' .. name) == raw then
    if record == '' then
      dropVariant(KEYS[1], name, readRecord(raw), tonumber(ARGV[1]))
    else
      redis.call('HSET', KEYS[1], 'm:' .. name, record, 'h:' .. name, head)
    end
    table.insert(changed, name)
  end
end
return changed`,
)

/**
 * Removes the variant with a body that is damaged, or gone: nobody could read it to its end. Answers whether there is such a
 * variant still, and something of its body: \`damaged\`; \`gone\` when its body is, and \`replaced\` when it is not that variant's.
 * KEYS entry, body. ARGV body id, grace.
 */
export const dropBodyScript = redisScript(
  'always',
  timePart,
  kindPart,
  variantPart,
  `
claimKind(KEYS[1], 'hash')
local outcome, left = 'replaced', 0
eachVariant(KEYS[1], function(name, record)
  if record.body ~= ARGV[1] then
    left = left + 1
    return
  end
  outcome = (record.chunks == 0 or redis.call('EXISTS', KEYS[2]) == 1) and 'damaged' or 'gone'
  dropVariant(KEYS[1], name, record, tonumber(ARGV[2]))
end)
if left == 0 then redis.call('DEL', KEYS[1]) end
return outcome`,
)

/** How many variants of a key are found, and the length of their bodies, in bytes. KEYS entry. ARGV barrier. */
export const measureScript = redisScript(
  'always',
  timePart,
  variantPart,
  `
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return { 0, '0' } end
local found, length, now = 0, 0, timeNow()
eachVariant(KEYS[1], function(_, record)
  if record.seen < tonumber(ARGV[1]) or record.expires <= now then return end
  found, length = found + 1, length + record.length
end)
return { found, text(length) }`,
)

/**
 * Whether variants that were there before a purge have a text in their heads: it has to look at them then. KEYS entry.
 * ARGV number, barrier, text.
 */
export const mentionScript = redisScript(
  'always',
  timePart,
  variantPart,
  `
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return 0 end
local number, barrier, now, found = tonumber(ARGV[1]), tonumber(ARGV[2]), timeNow(), 0
eachVariant(KEYS[1], function(name, record)
  if record.seen >= number or record.seen < barrier or record.expires <= now then return end
  if string.find(redis.call('HGET', KEYS[1], 'h:' .. name) or '', ARGV[3], 1, true) then found = 1 end
end)
return found`,
)
