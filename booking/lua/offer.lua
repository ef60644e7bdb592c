-- offer adds slots; those that are there already stay as they are.
-- ARGV: op, staff, then id, start (ms), length (ms), place of each slot.
-- Returns ok and how many were new.
local added = 0
for i = 3, #ARGV, 4 do
  local slot, start = ARGV[i], ARGV[i + 1]
  if redis.call('EXISTS', slot_key(slot)) == 0 then
    redis.call('HSET', slot_key(slot), 'id', slot, 'start', start, 'length', ARGV[i + 2], 'place', ARGV[i + 3], 'state', 'free')
    redis.call('ZADD', BY_START, start, slot)
    offer_on(slot, tonumber(start))
    added = added + 1
  end
end
return answer('ok', added)
