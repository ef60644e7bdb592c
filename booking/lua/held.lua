-- held reads the hold of a person. ARGV: person. Returns rows, one or none.
local slot = recall('held ' .. ARGV[1])
if not slot then return {} end
local state, start, facts = unpack(redis.call('HMGET', tag .. SLOT .. slot, 'state', 'start', 'facts'))
if not state or not held_by(state, ARGV[1]) then return {} end
local ends, token = string.match(state, '^held (%d+) (%S+)')
if tonumber(ends) <= clock then return {} end
return { { 'slot', slot, 'start', start, 'facts', facts, 'token', token, 'ends', ends } }
