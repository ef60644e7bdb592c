package knowledge

import (
	"strings"
	"testing"
	"time"
)

func TestMiss(t *testing.T) {
	at := time.Date(2018, 2, 12, 9, 30, 0, 0, time.UTC)
	for said, want := range map[string]string{
		"Saako  soittaa\n050 123 4567?":        "Saako soittaa …?",
		"vastaa aino@example.org kiitos":       "vastaa … kiitos",
		"saako 9000 euroa":                     "saako 9000 euroa",
		"haku 15.2. vai 28.2.":                 "haku 15.2. vai 28.2.",
		strings.Repeat("ä", maxMissed+1) + "b": strings.Repeat("ä", maxMissed),
	} {
		if m := Miss(said, "fi", "", nil, at); m.Text != want || m.Day.Hour() != 0 {
			t.Errorf("%q: %+v", said, m)
		}
	}
}
