-- release ends the person's hold, if there is one.
-- ARGV: op, person, now, terms. Returns ok.
local slot = recall('held ' .. by)
if slot then
  unremember('held ' .. by)
  let_go(by, slot)
end
return answer('ok')
