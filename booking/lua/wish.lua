-- wish puts a person on the waiting list; wishing again keeps the place and
-- takes the newer words.
-- ARGV: op, person, text, idea, lang, address, after (ms), before (ms), now (ms).
-- Returns ok.
local text, idea, lang, address, after, before, now = unpack(ARGV, 3)
if not redis.call('ZSCORE', WAIT, by) then
  redis.call('ZADD', WAIT, now, by)
  redis.call('HSET', wish_key(by), 'joined', now)
end
redis.call('HSET', wish_key(by), 'person', by, 'text', text, 'idea', idea, 'lang', lang, 'address', address,
  'after', after, 'before', before)
redis.call('PERSIST', wish_key(by))
return answer('ok')
