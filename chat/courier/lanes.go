package courier

import "sync"

// lanes run work: that of one key in the order it came, that of several keys
// side by side, never more than `most` at a time, and at most `full` waiting.
type lanes struct {
	most, full int

	mu      sync.Mutex
	idle    sync.Cond // of mu: nothing waits and nothing runs
	waiting map[string][]func()
	count   int // of work that waits or runs
	slots   chan struct{}
}

func newLanes(most, full int) *lanes {
	l := &lanes{most: most, full: full, waiting: map[string][]func(){}, slots: make(chan struct{}, most)}
	l.idle.L = &l.mu
	return l
}

// add puts work into its key's lane; false when there is too much already.
func (l *lanes) add(key string, work func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.count >= l.full {
		return false
	}
	l.count++
	queue, running := l.waiting[key]
	l.waiting[key] = append(queue, work)
	if !running {
		go l.run(key)
	}
	return true
}

// run works a lane off. An empty lane is forgotten.
func (l *lanes) run(key string) {
	for {
		l.mu.Lock()
		queue := l.waiting[key]
		if len(queue) == 0 {
			delete(l.waiting, key)
			l.mu.Unlock()
			return
		}
		work := queue[0]
		l.waiting[key] = queue[1:]
		l.mu.Unlock()

		l.slots <- struct{}{}
		work()
		<-l.slots

		l.mu.Lock()
		if l.count--; l.count == 0 {
			l.idle.Broadcast()
		}
		l.mu.Unlock()
	}
}

// wait returns when nothing waits and nothing runs.
func (l *lanes) wait() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.count > 0 {
		l.idle.Wait()
	}
}
