-- adopt makes the talk the person's who knows its code.
-- ARGV: op, person, now, code. Returns a talk, or no-booking.
local code = ARGV[4]
local b = read_talk(code)
if not b then return answer('no-booking') end
if b[PERSON] ~= by then
  redis.call('ZREM', tag .. OF .. b[PERSON], code)
  redis.call('ZADD', tag .. OF .. by, cancelled(b) and '-' .. b[START] or b[START], code)
  if not cancelled(b) then redis.call('HSET', tag .. SLOT .. b[AT_SLOT], 'state', 'booked ' .. code .. ' ' .. by) end
  b[PERSON] = by
  write_talk(code, b)
end
return answer_talk(code, b)
