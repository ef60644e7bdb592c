-- forget erases a person: their coming talks are cancelled, and of the past
-- ones remains that there was a talk. Results of earlier operations and events
-- not yet handed on go too.
-- ARGV: op, person, now (ms). Returns ok and how many bookings were touched.
local now = ARGV[3]
let_go(by)
redis.call('ZREM', WAIT, by)
redis.call('DEL', wish_key(by), ops_key(by, today), ops_key(by, today - 1))
local offers = {}
for i, e in ipairs(redis.call('LRANGE', OUT, 0, -1)) do
  local fields = cjson.decode(e)
  if fields.person == by then
    offers[#offers + 1] = e
  elseif fields.by == by then
    fields.by = ''
    redis.call('LSET', OUT, i - 1, cjson.encode(fields))
  end
end
for _, e in ipairs(offers) do redis.call('LREM', OUT, 1, e) end

local person = by
by = '' -- what is told from here on is told of nobody
local codes = redis.call('SMEMBERS', person_key(person))
for _, code in ipairs(codes) do
  local b = by_name(redis.call('HGETALL', booking_key(code)))
  redis.call('HSET', booking_key(code), 'person', '', 'idea', '', 'lang', '', 'address', '')
  if b.cancelled ~= '1' then
    if tonumber(b.start) > tonumber(now) then
      cancel(b, now)
    else
      redis.call('HSET', slot_key(b.slot), 'by', '')
    end
  end
end
redis.call('DEL', person_key(person))
by = person
return answer('ok', #codes)
