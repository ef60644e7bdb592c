-- cancel frees a booking's slot; cancelling again changes nothing.
-- ARGV: op, person or staff, code, now (ms).
-- Returns ok and the booking, or no-booking, past.
local code, now = ARGV[3], ARGV[4]
local b = owned(code)
if not b then return answer('no-booking') end
if b.cancelled == '1' then return answer('ok', b) end
if tonumber(b.start) <= tonumber(now) then return answer('past') end
cancel(b, now)
return answer('ok', b)
