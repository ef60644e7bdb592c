package store

import (
	"context"
	"fmt"
)

// safe lists the settings under which a Redis server loses nothing that was
// confirmed, and what is at risk under any other.
var safe = []struct{ setting, want, risk string }{
	{"appendonly", "yes", "bookings and reminders are lost when Redis restarts"},
	{"appendfsync", "always", "the last second of bookings can be lost in a power cut"},
	{"no-appendfsync-on-rewrite", "no", "bookings made while Redis rewrites its file can be lost in a power cut"},
	{"maxmemory-policy", "noeviction", "Redis may throw bookings away when its memory is full"},
}

// Advice tells in plain words what the server's settings put at risk, one
// sentence each, or that it could not look.
func (s *Store) Advice(ctx context.Context) []string {
	if s.Kind == "memory" {
		return []string{"Everything is kept in memory only and is gone when the program ends. Use --data DIR or REDIS_URL to keep it."}
	}
	var out []string
	for _, a := range safe {
		got, err := s.Redis.ConfigGet(ctx, a.setting).Result()
		if err != nil {
			return append(out, "Redis did not show its settings (CONFIG GET refused), so it is not known whether confirmed bookings survive a crash.")
		}
		if got[a.setting] != a.want {
			out = append(out, fmt.Sprintf("Redis has %s %q, not %q: %s.", a.setting, got[a.setting], a.want, a.risk))
		}
	}
	return out
}
