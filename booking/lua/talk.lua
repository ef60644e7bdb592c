
-- What a script does to bookings.

-- owned gives the booking, by field, to those who may touch it; others get nil.
local function owned(code)
  local b = by_name(redis.call('HGETALL', booking_key(code)))
  if b and (b.person == by or by == 'staff') then return b end
end

local function tell(b, kind, was)
  emit({ event = kind .. ':' .. b.code .. ':' .. b.sequence, kind = kind, code = b.code, was = was })
end

-- cancel marks the booking cancelled, frees its slot and tells so.
local function cancel(b, now)
  b.cancelled, b.changed, b.sequence = '1', now, tostring(b.sequence + 1)
  redis.call('HSET', booking_key(b.code), 'cancelled', '1', 'changed', now, 'sequence', b.sequence)
  give_back(b.slot, tonumber(b.start))
  tell(b, 'cancelled')
end
