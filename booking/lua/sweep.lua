-- sweep ends the holds and offers that have lapsed, and passes their slots on
-- to those who wait. ARGV: '', '', now, terms. Returns ok and how many, at most a hundred.
local swept = 0
for _, slot in ipairs(redis.call('ZRANGEBYSCORE', tag .. HOLDS, '-inf', clock(), 'LIMIT', 0, 100)) do
  local state, start, _, holder, _, _, offer = read_slot(slot)
  unhold(slot, start, holder, offer)
  swept = swept + 1
end
return answer('ok\n' .. swept)
