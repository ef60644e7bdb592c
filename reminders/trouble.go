package reminders

import (
	"log/slog"
	"sync"
)

// trouble logs that Redis does not do what is asked of it: once, however many
// find it so and however often, until all of them are well again.
type trouble struct {
	log     *slog.Logger
	mu      sync.Mutex
	failing map[any]bool // who finds it so
}

// report says how who's last attempt went.
func (t *trouble) report(who any, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil {
		delete(t.failing, who)
		return
	}
	if len(t.failing) == 0 {
		t.log.Error("reminders rest; trying again and again", "error", err)
	}
	t.failing[who] = true
}
