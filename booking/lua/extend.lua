-- extend lengthens a person's hold, once. One that has ended is begun anew if
-- the slot is still open to them.
-- ARGV: op, person, now, terms, by how much (ms), length of a new hold (ms), earliest, latest, most.
-- Returns ok, slot, start, facts, token, until; or lapsed, extended, booked (it
-- is their talk by now), and of a new hold past, too-soon, too-far, too-many.
local longer, length, earliest, latest, most = unpack(ARGV, 5)
local slot = recall('held ' .. by)
if not slot then return answer('lapsed') end
local state, start, facts, holder, ends, token, offer, more = read_slot(slot)
if not state then return answer('lapsed') end
if state == 'booked' and holder == by then return answer('booked') end
if not open(by, state, holder, ends, offer) then return answer('lapsed') end
if state == 'held' and holder == by and ends > clock then
  if outside(start, earliest, latest) == 'past' then return answer('past') end
  if more or tonumber(longer) <= 0 then return answer('extended') end
  ends, more = ends + longer, true
else
  local out = outside(start, earliest, latest) or (full(by, most) and 'too-many')
  if out then return answer(out) end
  token, ends, more, offer = op, clock + length, false, offer and holder == by
end
keep(slot, by, token, ends, more, offer)
return answer('ok\n' .. slot .. '\n' .. start .. '\n' .. facts .. '\n' .. token .. '\n' .. ends)
