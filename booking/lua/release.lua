-- release ends the person's hold, if there is one.
-- ARGV: op, person. Returns ok.
let_go(by)
return answer('ok')
