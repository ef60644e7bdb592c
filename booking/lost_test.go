package booking

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// A lossy connection loses every 50th reply or so: the server has done what it
// was told, and the line breaks before the answer comes.
type lossy struct {
	net.Conn
	lose func() bool
}

func (c lossy) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err == nil && c.lose() {
		_ = c.Conn.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

// lossyOptions loses 2 % of replies, the same ones in every run as far as the
// order of reads is the same.
func lossyOptions(o redis.Options) redis.Options {
	var mu sync.Mutex
	dice := rand.New(rand.NewPCG(1, 2))
	lose := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return dice.IntN(50) == 0
	}
	network, addr := o.Network, o.Addr
	if network == "" {
		network = "tcp"
	}
	o.Dialer = func(ctx context.Context, _, _ string) (net.Conn, error) {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, network, addr)
		return lossy{conn, lose}, err
	}
	o.MaxRetries = -1 // retrying is the test's
	o.DialerRetries = 1
	return o
}

// TestLostReplies has people book, move and cancel while 2 % of replies are
// lost and each call is tried until something answers. With the same op-id in
// every try nobody is told anything wrong; the control, which has a new op-id in
// every try, must show that the loss is real.
func TestLostReplies(t *testing.T) {
	const people = 300
	wrong := func(t *testing.T, o redis.Options, prefix string, sameOp bool) (wrong, lost int) {
		rdb := redis.NewClient(new(lossyOptions(o)))
		defer rdb.Close()
		d := New(rdb, prefix, helsinki, Options{})
		expect := func(ok bool) {
			if !ok {
				wrong++
			}
		}
		for i := range people {
			person := fmt.Sprint("web:", i)
			calls := 0
			try := func(call func(op string) error) error {
				calls++
				for attempt := 0; ; attempt++ {
					op := fmt.Sprint(i, "-", calls)
					if !sameOp {
						op += fmt.Sprint("-", attempt)
					}
					err := call(op)
					if err == nil || expected(err) {
						return err
					}
					lost++
				}
			}
			here, there := fmt.Sprint("here", i), fmt.Sprint("there", i)
			slots := []Slot{{ID: here, Start: at(ten)}, {ID: there, Start: at(eleven)}}
			var added int
			var k Booking
			err := try(func(op string) (err error) { added, err = d.Offer(ctx, op, slots); return err })
			expect(err == nil && added == 2)
			err = try(func(op string) error { _, err := d.Hold(ctx, op, person, here, now); return err })
			expect(err == nil)
			err = try(func(op string) (err error) {
				k, err = d.Confirm(ctx, op, person, "t", here, Request{}, now)
				return err
			})
			expect(err == nil && k.Slot.ID == here && k.Sequence == 0)
			err = try(func(op string) (err error) { k, err = d.Move(ctx, op, person, k.Code, there, now); return err })
			expect(err == nil && k.Slot.ID == there && k.Sequence == 1)
			err = try(func(op string) (err error) { k, err = d.Cancel(ctx, op, person, k.Code, now); return err })
			expect(err == nil && k.Cancelled && k.Sequence == 2)
			for _, s := range slots {
				err = try(func(op string) error { return d.Withdraw(ctx, op, s.ID) })
				expect(err == nil)
			}
		}
		return wrong, lost
	}
	stores(t, func(t *testing.T, o redis.Options) {
		w, lost := wrong(t, o, "same", true)
		if w != 0 || lost == 0 {
			t.Errorf("with op-ids: %d wrong answers, %d replies lost", w, lost)
		}
		control, lostThen := wrong(t, o, "new", false)
		if control == 0 {
			t.Errorf("the control shows nothing: %d replies lost", lostThen)
		}
		t.Logf("%d people: %d wrong with op-ids (%d replies lost), %d in the control (%d lost)", people, w, lost, control, lostThen)
	})
}

// expected tells whether an error is an answer of the desk.
func expected(err error) bool {
	for _, outcome := range outcomes {
		if outcome != nil && err == outcome {
			return true
		}
	}
	return false
}
