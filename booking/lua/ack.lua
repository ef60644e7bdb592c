-- ack removes events that were handed on.
-- ARGV: '', '', '', the events as they were read. Returns ok.
for i = 4, #ARGV do redis.call('LREM', tag .. OUT, 1, ARGV[i]) end
return answer('ok')
