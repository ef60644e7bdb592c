-- free lists slots that a person may take, by start.
-- ARGV: person, earliest (ms), latest (ms), how many at most. Returns rows.
local person, limit = ARGV[1], tonumber(ARGV[4])
local list, from = {}, 0
while #list < limit do
  local slots = redis.call('ZRANGEBYSCORE', tag .. BY_START, ARGV[2], ARGV[3], 'LIMIT', from, 50)
  if #slots == 0 then break end
  for _, slot in ipairs(slots) do
    local state, start, facts = unpack(redis.call('HMGET', tag .. SLOT .. slot, 'state', 'start', 'facts'))
    if #list < limit and (state == 'free' or held_by(state, person) or lapsed(state)) then
      list[#list + 1] = { 'slot', slot, 'start', start, 'facts', facts }
    end
  end
  from = from + 50
end
return list
