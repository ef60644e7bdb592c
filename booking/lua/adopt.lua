-- adopt makes the booking the person's who knows its code.
-- ARGV: op, person, code. Returns ok and the booking, or no-booking.
local code = ARGV[3]
local b = by_name(redis.call('HGETALL', booking_key(code)))
if not b then return answer('no-booking') end
if b.person ~= by then
  redis.call('SREM', person_key(b.person), code)
  redis.call('SADD', person_key(by), code)
  redis.call('HSET', booking_key(code), 'person', by)
  if b.cancelled ~= '1' then redis.call('HSET', slot_key(b.slot), 'by', by) end
  b.person = by
end
return answer('ok', b)
