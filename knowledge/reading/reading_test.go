package reading

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// moment is the moment of reading in every case: Monday 12 February 2018.
func moment(t testing.TB) time.Time {
	t.Helper()
	helsinki, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2018, 2, 12, 9, 30, 0, 0, helsinki)
}

// summary writes a Reading as the cases in testdata do: 8000! is an explicit
// amount, 2018-03-01y a date whose year was said.
func summary(r Reading) string {
	var out []string
	put := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, a := range r.Amounts {
		s := fmt.Sprint(a.Cents / 100)
		if a.Cents%100 != 0 {
			s = fmt.Sprintf("%s.%02d", s, a.Cents%100)
		}
		if a.Explicit {
			s += "!"
		}
		put("%s", s)
	}
	for _, d := range r.Dates {
		s := d.Time.Format("2006-01-02")
		if d.HasYear {
			s += "y"
		}
		put("%s", s)
	}
	for _, m := range r.Months {
		if m.Year != 0 {
			put("%s/%d", m.Month.String()[:3], m.Year)
		} else {
			put("%s", m.Month.String()[:3])
		}
	}
	for _, d := range r.Weekdays {
		put("%s", d.String()[:2])
	}
	for _, w := range r.Weeks {
		put("week:%s", w.Format("2006-01-02"))
	}
	for _, y := range r.Years {
		put("year:%d", y)
	}
	if r.Clock != nil {
		put("%d:%02d", r.Clock.Hour, r.Clock.Minute)
	}
	if r.Round != 0 {
		put("round:%d", r.Round)
	}
	if r.Season != "" {
		put("%s", string(r.Season))
	}
	if r.Grant != "" {
		put("%s", string(r.Grant))
	}
	if r.NotGrant != "" {
		put("not:%s", string(r.NotGrant))
	}
	if r.Negated {
		put("negated")
	}
	if r.Yes {
		put("yes")
	}
	if r.No {
		put("no")
	}
	if r.Choice != 0 {
		put("choice:%d", r.Choice)
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, " ")
}

// TestRead reads testdata/LANG*.txt: "message => summary" lines, "_" a no-break
// space in the message, and fails on any difference.
func TestRead(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { readFile(t, file) })
	}
}

func readFile(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lang, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), "-")
	if lang == "any" {
		lang = ""
	}
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		message, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("%s:%d: no =>", file, n+1)
		}
		message = strings.ReplaceAll(message, "_", "\u00a0")
		if got := summary(Read(message, lang, moment(t))); got != want {
			t.Errorf("%s:%d: %s\n got %s\nwant %s", file, n+1, message, got, want)
		}
	}
}
