-- bookings reads talks by code, by person, or by the window they begin in.
-- ARGV: 'code', code | 'person', person | 'window', from (ms), to (ms, exclusive).
-- Returns rows.
local codes = { ARGV[2] }
if ARGV[1] == 'person' then codes = redis.call('ZRANGE', tag .. OF .. ARGV[2], 0, -1) end
if ARGV[1] == 'window' then codes = redis.call('ZRANGEBYSCORE', tag .. TALKS, ARGV[2], '(' .. ARGV[3]) end
local list = {}
for _, code in ipairs(codes) do
  local b = redis.call('GET', tag .. BOOKING .. code)
  if b then list[#list + 1] = { 'talk', code .. '\n' .. b } end
end
return list
