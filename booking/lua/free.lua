-- free lists slots that a person may take, by start.
-- ARGV: person, after (ms, exclusive), how many at most. Returns rows.
local person, limit = ARGV[1], tonumber(ARGV[3])
local list, from = {}, 0
while #list < limit do
  local slots = redis.call('ZRANGEBYSCORE', BY_START, '(' .. ARGV[2], '+inf', 'LIMIT', from, 50)
  if #slots == 0 then break end
  for _, slot in ipairs(slots) do
    local v = redis.call('HMGET', slot_key(slot), 'state', 'by', 'until', 'start', 'length', 'place')
    local open = v[1] == 'free' or (v[1] == 'held' and (v[2] == person or tonumber(v[3]) <= clock))
    if open and #list < limit then
      list[#list + 1] = { slot = slot, start = v[4], length = v[5], place = v[6] }
    end
  end
  from = from + 50
end
return rows(list)
