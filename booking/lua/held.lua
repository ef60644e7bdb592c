-- held reads the hold of a person. ARGV: person. Returns rows, one or none.
local slot = redis.call('GET', hold_key(ARGV[1]))
if not slot then return rows({}) end
local v = redis.call('HMGET', slot_key(slot), 'state', 'by', 'until', 'start', 'length', 'place', 'token')
if v[1] ~= 'held' or v[2] ~= ARGV[1] or tonumber(v[3]) <= clock then return rows({}) end
return rows({ { slot = slot, start = v[4], length = v[5], place = v[6], token = v[7], ends = v[3] } })
