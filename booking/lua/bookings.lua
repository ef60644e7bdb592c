-- bookings reads bookings by code, by person, or by the window they begin in.
-- ARGV: 'code', code | 'person', person | 'window', from (ms), to (ms, exclusive).
-- Returns rows.
local codes = { ARGV[2] }
if ARGV[1] == 'person' then codes = redis.call('SMEMBERS', person_key(ARGV[2])) end
if ARGV[1] == 'window' then codes = redis.call('ZRANGEBYSCORE', TALKS, ARGV[2], '(' .. ARGV[3]) end
local list = {}
for _, code in ipairs(codes) do
  list[#list + 1] = by_name(redis.call('HGETALL', booking_key(code)))
end
return rows(list)
