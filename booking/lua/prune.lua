-- prune removes slots and talks that began before a moment.
-- ARGV: '', '', now, before (ms). Returns ok and how many went, at most 500 of either.
local codes = redis.call('ZRANGEBYSCORE', tag .. TALKS, '-inf', '(' .. ARGV[4], 'LIMIT', 0, 500)
for _, code in ipairs(codes) do
  local b = read_talk(code)
  if b then redis.call('ZREM', tag .. OF .. b[PERSON], code) end
  redis.call('DEL', tag .. BOOKING .. code)
  redis.call('ZREM', tag .. TALKS, code)
end
local slots = redis.call('ZRANGEBYSCORE', tag .. BY_START, '-inf', '(' .. ARGV[4], 'LIMIT', 0, 500)
for _, slot in ipairs(slots) do
  local _, _, _, holder, _, _, offer = read_slot(slot)
  if offer then redis.call('HSET', tag .. WISH .. holder, 'offer', '') end
  redis.call('DEL', tag .. SLOT .. slot)
  redis.call('ZREM', tag .. BY_START, slot)
end
return answer('ok\n' .. #codes + #slots)
