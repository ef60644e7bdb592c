-- slots lists every slot of a window with its state, by start.
-- ARGV: from (ms), to (ms, exclusive). Returns rows.
local list = {}
for _, slot in ipairs(redis.call('ZRANGEBYSCORE', tag .. BY_START, ARGV[1], '(' .. ARGV[2])) do
  local state, start, facts = unpack(redis.call('HMGET', tag .. SLOT .. slot, 'state', 'start', 'facts'))
  if lapsed(state) then state = 'free' end
  list[#list + 1] = { 'slot', slot, 'start', start, 'facts', facts, 'state', state }
end
return list
