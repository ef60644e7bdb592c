-- hold keeps a slot for a person while they write. A person holds one slot: a
-- new hold ends the former; holding the same again prolongs it under its token.
-- ARGV: op, person, now, terms, slot, length of the hold (ms), earliest, latest, most.
-- Returns ok, slot, start, facts, token, until; or no-slot, past, too-soon,
-- too-far, taken, too-many.
local slot, length, earliest, latest, most = unpack(ARGV, 5)
local state, start, facts, holder, ends, token, offer, more = read_slot(slot)
if not state then return answer('no-slot') end
local mine = state == 'held' and holder == by and ends > clock
local out = outside(start, earliest, latest)
if out and not (mine and out ~= 'past') then return answer(out) end
if not open(by, state, holder, ends, offer) then return answer('taken') end
if not mine then
  if full(by, most) then return answer('too-many') end
  token, more, offer, ends = op, false, offer and holder == by, 0
end
ends = math.max(ends, clock + length)
keep(slot, by, token, ends, more, offer)
local former = recall('held ' .. by)
remember('held ' .. by, slot)
if former and former ~= slot then let_go(by, former) end
return answer('ok\n' .. slot .. '\n' .. start .. '\n' .. facts .. '\n' .. token .. '\n' .. ends)
