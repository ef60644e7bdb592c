-- move books the new slot and frees the old one, or changes nothing.
-- ARGV: op, person or staff, code, slot, now (ms).
-- Returns ok and the booking, or no-booking, cancelled, past (either of the
-- two), no-slot, taken.
local code, slot, now = ARGV[3], ARGV[4], ARGV[5]
local b = owned(code)
if not b then return answer('no-booking') end
if b.cancelled == '1' then return answer('cancelled') end
if tonumber(b.start) <= tonumber(now) then return answer('past') end
if b.slot == slot then return answer('ok', b) end
local s = read_slot(slot)
if not s then return answer('no-slot') end
if s.start <= tonumber(now) then return answer('past') end
if not open(s, b.person) then return answer('taken') end

local was, began = b.slot, tonumber(b.start)
take(s, b.person, code)
b.slot, b.start, b.length, b.place = slot, tostring(s.start), s.length, s.place
b.changed, b.sequence = now, tostring(b.sequence + 1)
redis.call('HSET', booking_key(code), 'slot', slot, 'start', b.start, 'length', b.length, 'place', b.place,
  'changed', now, 'sequence', b.sequence)
redis.call('ZADD', TALKS, b.start, code)
give_back(was, began)
tell(b, 'moved', was)
return answer('ok', b)
