-- confirm books a slot. The hold's token decides nothing as long as the slot is
-- open to the person: a hold that lapsed must not lose what they wrote.
-- The same slot confirmed again by its owner is the same booking, with the newer words.
-- ARGV: op, person, slot, token ('' if never held), code, idea, lang, address, now (ms).
-- Returns ok and the booking, or no-slot, past, taken, lapsed (it was held, and
-- has gone to somebody else), collision (the code is in use: try another).
local slot, token, code, idea, lang, address, now = unpack(ARGV, 3)
local s = read_slot(slot)
if not s then return answer('no-slot') end
if s.start <= tonumber(now) then return answer('past') end
if s.state == 'booked' and s.by == by then
  redis.call('HSET', booking_key(s.booking), 'idea', idea, 'lang', lang, 'address', address)
  return answer('ok', by_name(redis.call('HGETALL', booking_key(s.booking))))
end
if not open(s, by) then return answer(token == '' and 'taken' or 'lapsed') end
local key = booking_key(code)
if redis.call('EXISTS', key) == 1 then return cjson.encode({ 'collision' }) end

take(s, by, code)
local start = tostring(s.start)
redis.call('HSET', key, 'code', code, 'slot', slot, 'start', start, 'length', s.length, 'place', s.place, 'person', by,
  'idea', idea, 'lang', lang, 'address', address, 'made', now, 'changed', now, 'sequence', '0', 'cancelled', '')
redis.call('SADD', person_key(by), code)
redis.call('ZADD', TALKS, start, code)
redis.call('ZREM', WAIT, by)
redis.call('DEL', wish_key(by))
local b = { code = code, slot = slot, start = start, length = s.length, place = s.place, person = by,
  idea = idea, lang = lang, address = address, made = now, changed = now, sequence = '0', cancelled = '' }
tell(b, 'booked')
return answer('ok', b)
