-- events reads the oldest events, each with what its talk or wish is by now.
-- ARGV: how many. Returns rows; raw is the event as it lies.
local list = {}
for i, raw in ipairs(redis.call('LRANGE', tag .. OUT, 0, ARGV[1] - 1)) do
  local kind, subject = string.match(raw, '^(%l+)\n([^\n]*)\n')
  if OF_SLOT[kind] then
    local person = string.match(raw, '^[^\n]*\n[^\n]*\n[^\n]*\n[^\n]*\n[^\n]*\n[^\n]*\n(.*)$')
    local lang, address = unpack(redis.call('HMGET', tag .. WISH .. person, 'lang', 'address'))
    list[i] = { 'lang', lang or '', 'address', address or '', 'person', person, 'raw', raw }
  else
    list[i] = { 'talk', subject .. '\n' .. (redis.call('GET', tag .. BOOKING .. subject) or ''), 'raw', raw }
  end
end
return list
