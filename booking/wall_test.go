package booking

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// changes are days on which clocks are set, here and elsewhere, to either side.
var changes = []struct{ zone, day string }{
	{"Europe/Helsinki", "2018-03-25"}, {"Europe/Helsinki", "2018-10-28"},
	{"Europe/Helsinki", "2019-03-31"}, {"Europe/Helsinki", "2030-10-27"},
	{"America/New_York", "2018-11-04"}, {"Australia/Lord_Howe", "2018-04-01"}, // by half an hour
	{"Europe/Helsinki", "1981-03-29"}, {"Asia/Pyongyang", "2018-05-05"},
}

// TestWallClock offers a time every quarter of an hour around each change: every
// instant has an ID of its own that reads back as that instant, and what the wall
// shows stays with it in the store.
func TestWallClock(t *testing.T) {
	stores(t, func(t *testing.T, o redis.Options) {
		rdb := connect(t, o)
		for _, c := range changes {
			t.Run(c.zone+" "+c.day, func(t *testing.T) {
				zone := mustZone(c.zone)
				b := openDesk(t, rdb, 0)
				b.Desk = New(rdb, t.Name(), zone, b.unbounded())
				day, err := time.ParseInLocation(time.DateOnly, c.day, zone)
				b.must(err)
				b.clock = day.Add(-time.Hour)
				seen := map[string]bool{}
				var list []Slot
				for i := range 4 * 26 {
					start := day.Add(time.Duration(i) * 15 * time.Minute)
					id := SlotID(start, 1)
					s, err := b.ParseSlot(id, 45*time.Minute, "P")
					if err != nil || !s.Start.Equal(start) || seen[id] {
						t.Fatalf("%v is %s, read as %v, %v", start, id, s.Start, err)
					}
					seen[id] = true
					list = append(list, s)
				}
				n, err := b.Offer(ctx, b.op(), list)
				b.must(err)
				b.equal(n, len(list))
				free, err := b.Free(ctx, b.clock, 1000, "web:a")
				b.must(err)
				b.equal(free, list)
				stored := rdb.HMGet(ctx, b.tag[0]+":slot:"+list[0].ID, "zone", "wall").Val()
				b.equal(stored, []any{c.zone, list[0].Start.Format(slotLayout)})

				// A desk that has moved shows the slot where it is.
				moved, err := New(rdb, t.Name(), time.UTC, b.unbounded()).Free(ctx, b.clock, 1, "web:a")
				b.must(err)
				b.equal(moved, list[:1])
			})
		}
	})
}

func TestWallClockOfHelsinki(t *testing.T) {
	d := &Desk{zone: helsinki}
	for id, utc := range map[string]string{
		"2018-03-25T02:45": "00:45", "2018-03-25T03:00": "", "2018-03-25T03:59": "", "2018-03-25T04:00": "01:00",
		"2018-10-28T02:59": "23:59", "2018-10-28T03:30": "00:30", "2018-10-28T03:30+02:00": "01:30", "2018-10-28T04:00": "02:00",
		"2018-10-28T03:30+02:00#2": "01:30", "2018-10-28T03:30+03:00": "", "2018-10-28T04:00+02:00": "",
		"2018-10-28T03:30+05:00": "", "2018-10-28": "", "2018-10-28T03:30Z": "",
	} {
		s, err := d.ParseSlot(id, time.Hour, "")
		if (err == nil) != (utc != "") || err == nil && s.Start.UTC().Format("15:04") != utc {
			t.Errorf("%s: %v, %v", id, s.Start.UTC(), err)
		}
	}
}
