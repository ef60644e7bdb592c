-- The beginning of every script that writes.
-- ARGV[1] op: names the operation and who does it; '' where repeating is harmless by nature.
-- ARGV[2] by: who acts. ARGV[3] now (ms, the caller's; '' where there is none).
-- A known op ends the script here with the result it had the first time.
-- A result is lines: an outcome, then values. It holds nothing that a person
-- wrote: a talk's words are read again, if it still is theirs, and follow it.

local op, by, now = ARGV[1], ARGV[2], ARGV[3]

-- remember keeps a value under a name for a day at least, and two at most.
local function remember(name, value)
  redis.call('HSET', today, name, value)
  if redis.call('HLEN', today) == 1 then redis.call('PEXPIREAT', today, (day + 2) * DAY) end -- it only tidies up
end

local function unremember(name)
  redis.call('HDEL', today, name)
  redis.call('HDEL', yesterday, name)
end

if op ~= '' then
  local prior = recall(op)
  if prior then
    remember(op, prior) -- since WAIT speaks of the connection's last write (Redis 7.2 and later)
    local code = string.match(prior, '^talk\n(%w+)\n')
    if not code then return prior end
    local words, person = string.match(redis.call('GET', tag .. BOOKING .. code) or '', '([^\n]*\n[^\n]*\n[^\n]*\n[^\n]*)\n([^\n]*)$')
    if person and (person == by or by == 'staff') then return prior .. '\n' .. words .. '\n' .. person end
    return prior .. '\n\n\n\n\n' .. by
  end
end

-- answer keeps the result under the op and gives it.
local function answer(result)
  if op ~= '' then remember(op, result) end
  return result
end
