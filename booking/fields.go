package booking

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// fields are the names and values of a hash, as a script gives them.
type fields map[string]string

func (f fields) number(name string) int64 {
	n, _ := strconv.ParseInt(f[name], 10, 64)
	return n
}

// moment reads milliseconds; "" and 0 are the zero time.
func (f fields) moment(name string, zone *time.Location) time.Time {
	ms := f.number(name)
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(zone)
}

func (f fields) idea() (i Idea) {
	_ = json.Unmarshal([]byte(f["idea"]), &i) // "" once forgotten
	return i
}

func (d *Desk) slot(f fields) Slot {
	return Slot{ID: f["slot"], Start: f.moment("start", d.zone), Place: f["place"],
		Length: time.Duration(f.number("length")) * time.Millisecond}
}

func (d *Desk) booking(f fields) Booking {
	return Booking{Code: printCode(f["code"]), Slot: d.slot(f), Person: f["person"], Idea: f.idea(), Lang: f["lang"], Address: f["address"],
		Made: f.moment("made", d.zone), Changed: f.moment("changed", d.zone), Sequence: int(f.number("sequence")), Cancelled: f["cancelled"] == "1"}
}

func (d *Desk) hold(f fields) Hold {
	return Hold{Slot: d.slot(f), Token: f["token"], Until: f.moment("ends", d.zone)}
}

// decoded reads a decision's value with one of the readers above; an outcome
// that came instead is passed on.
func decoded[T any](value json.RawMessage, err error, read func(fields) T) (T, error) {
	var none T
	if err != nil {
		return none, err
	}
	var f fields
	if err := json.Unmarshal(value, &f); err != nil {
		return none, fmt.Errorf("booking: unreadable result: %w", err)
	}
	return read(f), nil
}

// counted reads a decision's value that is a number.
func counted(value json.RawMessage, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	var n int
	if err := json.Unmarshal(value, &n); err != nil {
		return 0, fmt.Errorf("booking: unreadable result: %w", err)
	}
	return n, nil
}

// encode gives an idea as it is stored: Redis never looks into it.
func encode(i Idea) string {
	b, _ := json.Marshal(i) // strings always marshal
	return string(b)
}
