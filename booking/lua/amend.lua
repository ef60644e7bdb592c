-- amend changes what is written in a booking, never its time: neither sequence
-- nor changed moves, and nobody is told.
-- ARGV: op, person or staff, code, then field and value pairs.
-- Returns ok and the booking, or no-booking, cancelled.
local code = ARGV[3]
local b = owned(code)
if not b then return answer('no-booking') end
if b.cancelled == '1' then return answer('cancelled') end
redis.call('HSET', booking_key(code), unpack(ARGV, 4))
return answer('ok', owned(code))
