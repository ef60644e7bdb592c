package courier

import "sync"

// recent remembers the last keys, at least `size` of them: what a process knows
// by itself of what it has posted, when the store does not answer.
type recent struct {
	size int

	mu       sync.Mutex
	now, old map[string]bool
}

// add tells whether the key is new, and remembers it.
func (r *recent) add(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now[key] || r.old[key] {
		return false
	}
	if r.now == nil || len(r.now) >= r.size {
		r.old, r.now = r.now, map[string]bool{}
	}
	r.now[key] = true
	return true
}

func (r *recent) remove(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.now, key)
	delete(r.old, key)
}
