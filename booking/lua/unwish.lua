-- unwish takes a person off the waiting list, with their words.
-- ARGV: op, person. Returns ok.
redis.call('ZREM', WAIT, by)
redis.call('DEL', wish_key(by))
return answer('ok')
