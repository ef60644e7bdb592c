package reading

import (
	"testing"
	"time"
)

func TestVagueThousands(t *testing.T) {
	now := time.Date(2018, 2, 12, 9, 0, 0, 0, time.UTC)
	for said, cents := range map[string]int64{
		"seitenkyt tonnia":             7_000_000,
		"seiskyt tonnia":               7_000_000,
		"kolkyt tonnia":                3_000_000,
		"saisko nelkyttonnia":          4_000_000,
		"kakskyt tonnia":               2_000_000,
		"pari tonnia":                  200_000,
		"enintään tonni":               100_000,
		"tarvitaan tonni":              100_000,
		"a thousand euros":             100_000,
		"ett tusen euro":               100_000,
		"muutama tonni":                0,
		"useampi tonni":                0,
		"några tusen euro":             0,
		"ett par tusen euro":           0,
		"a few thousand euros":         0,
		"several thousand":             0,
		"a couple of thousand euros":   0,
		"hämäränkymmentä tonnia rahaa": 0,
		"monta tonnia":                 0,
	} {
		r := Read(said, "", now)
		var got int64
		if len(r.Amounts) > 0 {
			got = r.Amounts[0].Cents
		}
		if got != cents {
			t.Errorf("%s: %d, want %d", said, got, cents)
		}
	}
}
