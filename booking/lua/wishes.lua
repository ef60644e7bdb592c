-- wishes reads the waiting list, longest first, or the words of one person,
-- who may have left the list.
-- ARGV: person ('' for the list's first thousand). Returns rows.
local people = { ARGV[1] }
if ARGV[1] == '' then people = redis.call('ZRANGE', WAIT, 0, 999) end
local list = {}
for _, p in ipairs(people) do
  list[#list + 1] = by_name(redis.call('HGETALL', wish_key(p)))
end
return rows(list)
