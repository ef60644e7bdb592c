-- wish puts a person on the waiting list; wishing again keeps the place and
-- takes the newer words.
-- ARGV: op, person, now, text, idea, lang, address, after (ms), before (ms). Returns ok.
local text, idea, lang, address, after, before = unpack(ARGV, 4)
local key = tag .. WISH .. by
if redis.call('ZADD', tag .. WAIT, 'NX', now, by) == 1 then
  redis.call('HSET', key, 'person', by, 'id', op, 'joined', now, 'offer', '', 'passed', '\n')
end
redis.call('HSET', key, 'text', text, 'idea', idea, 'lang', lang, 'address', address, 'after', after, 'before', before)
return answer('ok')
