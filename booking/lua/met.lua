-- met tells which persons have had a talk. ARGV: now (ms), then the persons. Returns rows.
local list = {}
for i = 2, #ARGV do
  if redis.call('ZCOUNT', tag .. OF .. ARGV[i], 0, '(' .. ARGV[1]) > 0 then list[#list + 1] = { 'person', ARGV[i] } end
end
return list
