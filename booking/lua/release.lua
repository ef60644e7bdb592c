-- release ends the person's hold, if there is one.
-- ARGV: op, person, now, terms. Returns ok.
local slot = redis.call('GET', tag .. HOLDING .. by)
if slot then
  redis.call('DEL', tag .. HOLDING .. by)
  let_go(by, slot)
end
return answer('ok')
