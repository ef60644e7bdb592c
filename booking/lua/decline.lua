-- decline gives back what is kept for a person who waits; they keep waiting.
-- ARGV: op, person, now, terms, slot. Returns ok, or no-offer.
local slot = ARGV[5]
local state, start, _, holder, _, _, offer = read_slot(slot)
if state ~= 'held' or holder ~= by or not offer then return answer('no-offer') end
unhold(slot, start, by, offer)
return answer('ok')
