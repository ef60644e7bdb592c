-- withdraw removes a slot that nobody holds or has booked.
-- ARGV: op, staff, slot. Returns ok, no-slot, booked or taken (held just now).
local slot = ARGV[3]
local s = read_slot(slot)
if not s then return answer('no-slot') end
if s.state == 'booked' then return answer('booked') end
if not open(s, by) then return answer('taken') end
redis.call('DEL', slot_key(slot))
redis.call('ZREM', BY_START, slot)
redis.call('ZREM', HOLDS, slot)
return answer('ok')
