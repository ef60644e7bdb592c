-- sweep frees the slots whose hold has lapsed and offers them to those who
-- wait. Safety needs none of it; without it the waiting would never hear.
-- ARGV: '', ''. Returns ok and how many were freed, at most a hundred.
local freed = 0
for _, slot in ipairs(redis.call('ZRANGEBYSCORE', HOLDS, '-inf', clock, 'LIMIT', 0, 100)) do
  redis.call('ZREM', HOLDS, slot)
  local s = read_slot(slot)
  if s and s.state == 'held' and s.ends <= clock then
    unhold(s)
    freed = freed + 1
  end
end
return answer('ok', freed)
