-- unwish takes a person off the waiting list, with their words.
-- ARGV: op, person, now, terms. Returns ok.
leave(by, '')
return answer('ok')
