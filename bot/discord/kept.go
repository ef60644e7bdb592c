package discord

import "sync"

// kept remembers at least the last `size` things by key, and at most twice as many.
type kept[V any] struct {
	size int

	mu       sync.Mutex
	now, old map[string]V
}

func (k *kept[V]) get(key string) (V, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, ok := k.now[key]
	if !ok {
		v, ok = k.old[key]
	}
	return v, ok
}

func (k *kept[V]) put(key string, v V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.now == nil || len(k.now) >= k.size {
		k.old, k.now = k.now, map[string]V{}
	}
	k.now[key] = v
}

func (k *kept[V]) remove(key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.now, key)
	delete(k.old, key)
}

// all gives a copy.
func (k *kept[V]) all() map[string]V {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := map[string]V{}
	for key, v := range k.old {
		all[key] = v
	}
	for key, v := range k.now {
		all[key] = v
	}
	return all
}
