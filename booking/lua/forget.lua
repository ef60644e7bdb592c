-- forget erases a person: their coming talks are cancelled, and of the past
-- ones remains that there was a talk. Events that concern only them go; of
-- others goes that it was they who acted.
-- ARGV: op, person, now, terms. Returns ok and how many talks were touched.
local person = by
by = '' -- what is told from here on is told of nobody
local held = recall('held ' .. person)
unremember('held ' .. person)
leave(person, '')
if held then let_go(person, held) end

local gone = {}
for i, e in ipairs(redis.call('LRANGE', tag .. OUT, 0, -1)) do
  local kind, subject, version, rest = string.match(e, '^(%l+)\n([^\n]*)\n([^\n]*)\n(.*)$')
  if OF_SLOT[kind] then
    if string.match(rest, '^[^\n]*\n[^\n]*\n[^\n]*\n(.*)$') == person then gone[#gone + 1] = e end
  else
    local was, actor = string.match(rest, '^([^\n]*)\n(.*)$')
    if actor == person then redis.call('LSET', tag .. OUT, i - 1, table.concat({ kind, subject, version, was, '' }, '\n')) end
  end
end
for _, e in ipairs(gone) do redis.call('LREM', tag .. OUT, 1, e) end

local codes = redis.call('ZRANGE', tag .. OF .. person, 0, -1)
for _, code in ipairs(codes) do
  local b = read_talk(code)
  if not cancelled(b) then
    if tonumber(b[START]) > tonumber(now) then
      cancel(code, b)
      freed(b[AT_SLOT], b[START])
    else
      redis.call('HSET', tag .. SLOT .. b[AT_SLOT], 'state', 'booked ' .. code .. ' ')
    end
  end
  b[WORDS], b[PERSON] = '\n\n\n', ''
  write_talk(code, b)
end
redis.call('DEL', tag .. OF .. person)
return answer('ok\n' .. #codes)
