-- The beginning of every script that writes.
-- ARGV[1] op: names the operation and who does it; '' where repeating is harmless by nature.
-- ARGV[2] by: who acts. ARGV[3] now (ms, the caller's; '' where there is none).
-- A known op ends the script here with the result it had the first time.
-- A result is lines: an outcome, then values. It holds nothing that a person
-- wrote: a talk's words are read again, if it still is theirs, and follow it.

local op, by, now = ARGV[1], ARGV[2], ARGV[3]
local DAY = '86400000' -- ms

if op ~= '' then
  local prior = redis.call('GET', tag .. RESULT .. op)
  if prior then
    -- Written again, since WAIT speaks of the connection's last write (Redis 7.2 and later).
    redis.call('SET', tag .. RESULT .. op, prior, 'PX', DAY)
    local code = string.match(prior, '^talk\n(%w+)\n')
    if not code then return prior end
    local b = redis.call('HMGET', tag .. BOOKING .. code, 'words', 'person')
    if b[2] == by or (b[2] and by == 'staff') then return prior .. '\n' .. b[1] .. '\n' .. b[2] end
    return prior .. '\n\n\n\n\n' .. by
  end
end

-- answer keeps the result under the op and gives it.
local function answer(result)
  if op ~= '' then redis.call('SET', tag .. RESULT .. op, result, 'PX', DAY) end
  return result
end

-- clock measures holds and judges nothing else.
local function clock()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000) -- ms
end
