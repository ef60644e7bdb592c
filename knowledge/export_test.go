package knowledge

import "kakebot/knowledge/match"

// Memories trains every model of a programme and gives what each found out.
func Memories(p *Programme) map[string][]byte {
	memories := map[string][]byte{}
	for _, l := range p.lessons() {
		memories[l.name] = match.Train(l.examples, l.options).Memory()
	}
	return memories
}
