-- sweep ends the holds and offers that have lapsed, and passes their slots on
-- to those who wait. Whoever let an offer lapse is told that it ended. ARGV: '', '', now, terms. Returns ok and how many, at most a hundred.
local swept = 0
for _, slot in ipairs(redis.call('ZRANGEBYSCORE', tag .. HOLDS, '-inf', clock, 'LIMIT', 0, 100)) do
  redis.call('ZREM', tag .. HOLDS, slot)
  local state, start, facts, holder, ends, token, offer = read_slot(slot)
  if state == 'held' and ends <= clock then
    if offer then tell_holder('ended', slot, token, '', start, facts, holder) end
    unhold(slot, start, holder, offer)
    swept = swept + 1
  end
end
return answer('ok\n' .. swept)
