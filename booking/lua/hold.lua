-- hold keeps a slot for a person while they write. A person holds one slot: a
-- new hold ends the former; holding the same again prolongs it under its token.
-- ARGV: op, person, slot, token, length of the hold (ms), now (ms).
-- Returns ok and the slot with token and ends, or no-slot, past, taken.
local slot, token, length, now = ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local s = read_slot(slot)
if not s then return answer('no-slot') end
if s.start <= now then return answer('past') end
if not open(s, by) then return answer('taken') end
if redis.call('GET', hold_key(by)) ~= slot then let_go(by) end
if s.state == 'held' and s.by == by then token = s.token end
local ends = tostring(clock + length)
redis.call('HSET', slot_key(slot), 'state', 'held', 'by', by, 'token', token, 'until', ends)
redis.call('ZADD', HOLDS, ends, slot)
redis.call('SET', hold_key(by), slot, 'PX', length + DAY) -- the expiry only tidies up
return answer('ok', { slot = slot, start = tostring(s.start), length = s.length, place = s.place, token = token, ends = ends })
