package booking

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// fields are the names and values of a hash, as a script gives them.
type fields map[string]string

// row reads a flat list of names and values.
func row(flat any) fields {
	list, _ := flat.([]any)
	f := make(fields, len(list)/2)
	for i := 0; i+1 < len(list); i += 2 {
		name, _ := list[i].(string)
		f[name], _ = list[i+1].(string)
	}
	return f
}

// moment reads milliseconds; "" and 0 are the zero time.
func moment(s string, zone *time.Location) time.Time {
	ms, _ := strconv.ParseInt(s, 10, 64)
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(zone)
}

func integer(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// facts are what is told of a slot beside its start.
type facts struct {
	Length int64  `json:"length"` // ms
	Place  string `json:"place,omitempty"`
	Where  Where  `json:"where,omitempty"`
	Zone   string `json:"zone"`
	Source string `json:"source,omitempty"`
}

func (s Slot) facts() string {
	return line(facts{s.Length.Milliseconds(), s.Place, s.Where, s.Zone, s.Source})
}

func (d *Desk) slot(id, start, about string) Slot {
	f := unline[facts](about)
	s := Slot{ID: id, Length: time.Duration(f.Length) * time.Millisecond, Place: f.Place, Where: f.Where, Zone: f.Zone, Source: f.Source}
	s.Start = moment(start, d.zoneOf(f.Zone))
	return s
}

// zoneOf gives the zone of a name, the desk's where it is not known.
func (d *Desk) zoneOf(name string) *time.Location {
	if name == "" || name == d.zone.String() {
		return d.zone
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return d.zone
}

func (d *Desk) slotIn(f fields) Slot { return d.slot(f["slot"], f["start"], f["facts"]) }

// words are what a person wrote, as they are stored: lang, address, where and
// idea, on four lines of JSON. Redis never looks into them.
func (r Request) words() string {
	return line(r.Lang) + "\n" + line(r.Address) + "\n" + line(r.Where) + "\n" + line(r.Idea)
}

// line gives a value as JSON, which has no line ends.
func line(v any) string {
	b, _ := json.Marshal(v) // strings, and structs of them, always marshal
	return string(b)
}

func unline[T any](s string) (v T) {
	_ = json.Unmarshal([]byte(s), &v) // "" once forgotten
	return v
}

// booking reads a talk as scripts give it: its code, then what lies under it.
func (d *Desk) booking(talk string) Booking {
	v := lines(talk, 13)
	return Booking{Code: printCode(v[0]), Slot: d.slot(v[1], v[2], v[3]), Person: v[12],
		Made: moment(v[4], d.zone), Changed: moment(v[5], d.zone), Sequence: integer(v[6]), Cancelled: v[7] == "1",
		Lang: unline[string](v[8]), Address: unline[string](v[9]), Where: unline[string](v[10]), Idea: unline[Idea](v[11])}
}

func (d *Desk) bookingIn(f fields) Booking { return d.booking(f["talk"]) }

// lines gives n lines, the last with whatever follows; all empty if there are fewer.
func lines(s string, n int) []string {
	if list := strings.SplitN(s, "\n", n); len(list) == n {
		return list
	}
	return make([]string, n)
}

// talk reads a decision's talk; an outcome that came instead is passed on.
func (d *Desk) talk(r reply, err error) (Booking, error) {
	if err != nil {
		return Booking{}, err
	}
	return d.booking(string(r)), nil
}

// held reads a decision's hold.
func (d *Desk) held(r reply, err error) (Hold, error) {
	if err != nil {
		return Hold{}, err
	}
	v := lines(string(r), 5)
	return Hold{Slot: d.slot(v[0], v[1], v[2]), Token: v[3], Until: moment(v[4], d.zone)}, nil
}

// counted reads a decision's number.
func counted(r reply, err error) (int, error) { return integer(string(r)), err }
