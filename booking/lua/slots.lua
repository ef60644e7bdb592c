-- slots lists every slot of a window with its state, by start.
-- ARGV: from (ms), to (ms, exclusive). Returns rows.
local list = {}
for _, slot in ipairs(redis.call('ZRANGEBYSCORE', BY_START, ARGV[1], '(' .. ARGV[2])) do
  local v = redis.call('HMGET', slot_key(slot), 'state', 'until', 'start', 'length', 'place', 'booking')
  local state = v[1]
  if state == 'held' and tonumber(v[2]) <= clock then state = 'free' end
  list[#list + 1] = { slot = slot, start = v[3], length = v[4], place = v[5], state = state, code = v[6] or '' }
end
return rows(list)
