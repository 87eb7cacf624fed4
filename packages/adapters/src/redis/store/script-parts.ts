/**
 * From here on a number is not believed: it is within a safe integer's reach by so much that adding to it never leaves that. The
 * time in microseconds, which all numbers begin with, gets there in the year 2255.
 */
export const numbersEnd = 9_000_000_000_000_000

/** Time, and numbers as text: Lua writes large ones inexactly by itself, and reads `inf`, `nan` and `0x1` as numbers. */
export const timePart = `
local function timeNow()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function text(number)
  return string.format('%.0f', number)
end
local function count(digits)
  if not digits or #digits > 16 or not string.find(digits, '^%d+$') then return nil end
  local number = tonumber(digits)
  return number < ${numbersEnd} and number or nil
end
-- Lets a key live for so long, or longer where it does already.
local function keepAtLeast(name, life)
  if redis.call('PTTL', name) < life then redis.call('PEXPIRE', name, text(life)) end
end`

/** What is not of the type that this store writes was written by somebody else, and makes room. */
export const kindPart = `
local function claimKind(name, kind)
  local seen = redis.call('TYPE', name).ok
  if seen ~= kind and seen ~= 'none' then redis.call('DEL', name) end
end`

/** Generations: the number of the last purge of something. They live as long as a claim can. */
export const generationPart = `
local function generationOf(name)
  claimKind(name, 'string')
  return count(redis.call('GET', name)) or 0
end
local function raiseGeneration(name, number, life)
  if generationOf(name) < number then redis.call('SET', name, text(number)) end
  redis.call('PEXPIRE', name, life)
end`

/**
 * The variants of a key. A body that is no longer that of a variant stays for those who read it, for a while; its key is
 * in the entry's slot, though it can only be named here.
 */
export const variantPart = `
local function readRecord(record)
  local mark, changed, order, expires, body, length, chunks, date = string.match(record or '',
    '^1 (%d+) (%d+) (%d+) (%d+) ([%w_-]+) (%d+) %a+ (%d+) (%S+)$')
  if not mark then return nil end
  return { mark = tonumber(mark), seen = math.max(tonumber(mark), tonumber(changed)), order = tonumber(order),
    expires = tonumber(expires), body = body, length = tonumber(length), chunks = tonumber(chunks), date = tonumber(date) or 0 }
end
local function bodyName(entry, body)
  return string.gsub(entry, 'entry:({[^}]*})$', '%1:body:') .. body
end
local function dropVariant(entry, variant, record, grace)
  redis.call('HDEL', entry, 'm:' .. variant, 'h:' .. variant, 'b:' .. variant)
  if record.chunks == 0 then return end
  local name = bodyName(entry, record.body)
  if redis.call('PTTL', name) > grace then redis.call('PEXPIRE', name, text(grace)) end
end
local function eachVariant(entry, visit)
  for _, field in ipairs(redis.call('HKEYS', entry)) do
    if string.sub(field, 1, 2) == 'm:' then
      local raw = redis.call('HGET', entry, field)
      local record = readRecord(raw)
      if record then visit(string.sub(field, 3), record, raw) end
    end
  end
end`
