-- The beginning of every script that writes.
-- ARGV[1] op-id ('' where repeating is harmless by nature), ARGV[2] who acts.
-- A known op-id ends the script here with the result it had the first time.

local op, by = ARGV[1], ARGV[2]
local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000) -- ms; measures holds, judges nothing else
local DAY = 86400000
local today = math.floor(clock / DAY)

-- Results lie in one hash a day and person: looking into today's and
-- yesterday's keeps each for a day at least, and forgetting is two deletions.
if op ~= '' then
  local prior = redis.call('HGET', ops_key(by, today), op) or redis.call('HGET', ops_key(by, today - 1), op)
  if prior then return prior end
end

-- answer keeps the result under the op-id and gives it: JSON [status, value].
local function answer(status, value)
  local result = cjson.encode({ status, value })
  if op ~= '' then
    local ops = ops_key(by, today)
    redis.call('HSET', ops, op, result)
    if redis.call('HLEN', ops) == 1 then redis.call('PEXPIRE', ops, 2 * DAY) end
  end
  return result
end
