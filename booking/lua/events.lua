-- events reads the oldest events, each with its booking as that is by now.
-- ARGV: how many. Returns rows; raw is the event as it lies.
local list = {}
for i, raw in ipairs(redis.call('LRANGE', OUT, 0, ARGV[1] - 1)) do
  local e = cjson.decode(raw)
  local b = e.code and by_name(redis.call('HGETALL', booking_key(e.code))) or {}
  for name, value in pairs(b) do e[name] = value end
  e.raw = raw
  list[i] = e
end
return rows(list)
