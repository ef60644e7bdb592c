-- withdraw removes a slot. Whoever held it or was kept it is told.
-- ARGV: op, staff, now, slot, 'booked' if a booked one is to be removed too, its
-- talk cancelled. Returns ok or the talk that was cancelled; or no-slot, booked, past.
local slot = ARGV[4]
local state, start, facts, holder, ends, token, offer = read_slot(slot)
if not state then return answer('no-slot') end
if state == 'booked' then
  if ARGV[5] ~= 'booked' then return answer('booked') end
  if tonumber(start) <= tonumber(now) then return answer('past') end
end
redis.call('DEL', tag .. SLOT .. slot)
redis.call('ZREM', tag .. BY_START, slot)
if state == 'free' then return answer('ok') end
if state == 'held' then
  if offer then redis.call('HSET', tag .. WISH .. holder, 'offer', '') end
  if offer or ends > clock then tell_holder('withdrawn', slot, token, '', start, facts, holder) end
  return answer('ok')
end
local code = ends
local b = read_talk(code)
cancel(code, b)
return answer_talk(code, b)
