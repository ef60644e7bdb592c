-- wishes reads the waiting list, longest first, or the words of one person.
-- ARGV: person ('' for the list's first thousand). Returns rows.
local people = { ARGV[1] }
if ARGV[1] == '' then people = redis.call('ZRANGE', tag .. WAIT, 0, 999) end
local list = {}
for _, p in ipairs(people) do
  local w = redis.call('HGETALL', tag .. WISH .. p)
  if #w > 0 then list[#list + 1] = w end
end
return list
