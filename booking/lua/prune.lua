-- prune removes slots and bookings that began before a moment.
-- ARGV: '', '', before (ms). Returns ok and how many went, at most 500 of either.
local codes = redis.call('ZRANGEBYSCORE', TALKS, '-inf', '(' .. ARGV[3], 'LIMIT', 0, 500)
for _, code in ipairs(codes) do
  local person = redis.call('HGET', booking_key(code), 'person')
  if person then redis.call('SREM', person_key(person), code) end
  redis.call('DEL', booking_key(code))
  redis.call('ZREM', TALKS, code)
end
local slots = redis.call('ZRANGEBYSCORE', BY_START, '-inf', '(' .. ARGV[3], 'LIMIT', 0, 500)
for _, slot in ipairs(slots) do
  redis.call('DEL', slot_key(slot))
  redis.call('ZREM', BY_START, slot)
  redis.call('ZREM', HOLDS, slot)
end
return answer('ok', #codes + #slots)
