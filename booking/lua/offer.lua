-- offer adds slots; those that are there already stay as they are.
-- ARGV: op, staff, now, terms, then id, start (ms), facts, zone, wall clock of each slot.
-- Returns ok and how many were new.
local added = 0
for i = 5, #ARGV, 5 do
  local slot, start, facts, zone, wall = unpack(ARGV, i, i + 4)
  if redis.call('ZADD', tag .. BY_START, 'NX', start, slot) == 1 then
    redis.call('HSET', tag .. SLOT .. slot, 'start', start, 'facts', facts, 'zone', zone, 'wall', wall)
    freed(slot, start)
    added = added + 1
  end
end
return answer('ok\n' .. added)
