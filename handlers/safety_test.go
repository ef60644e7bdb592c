package handlers

import "testing"

func TestScrub(t *testing.T) {
	for text, want := range map[string]string{
		"Testi Testinen 131052-308T":        "Testi Testinen " + removed,
		"hetu 010190+123a ja 010203A123B":   "hetu " + removed + " ja " + removed,
		"uusi merkki 010190Y123C":           "uusi merkki " + removed,
		"väliin 131052 - 308 T":             "väliin " + removed,
		"131052–308T viivalla":              removed + " viivalla",
		"131052 308T":                       removed,
		"131052308T":                        removed,
		"13.10.1952-308T":                   removed,
		"_131052‐308T_":                     "_" + removed,
		"soita 0401234567 tai 040 123 4567": "soita 0401234567 tai 040 123 4567",
		"28.2.2018-31.5.2018":               "28.2.2018-31.5.2018",
		"soita 050-1234567":                 "soita 050-1234567",
		"16.1.-28.2.2018 ja 8 000 €":        "16.1.-28.2.2018 ja 8 000 €",
		"/varaa 2018-02-13T10:00":           "/varaa 2018-02-13T10:00",
		"varauskoodi K7F3-Q2MW":             "varauskoodi K7F3-Q2MW",
	} {
		if got := Scrub(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTongue(t *testing.T) {
	for text, want := range map[string]string{
		"sv": "sv", "selko": "selko", "Selkokielellä kiitos": "selko", "kan du svara på svenska": "sv",
		"can we do this in English": "en", "puhutaan suomea": "fi", "på finska tack": "fi",
		"på ryska": "", "sv-SE": "sv", "": "",
	} {
		if got := tongue(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTypedCode(t *testing.T) {
	for text, want := range map[string]string{
		"K7F3-Q2MW": "K7F3-Q2MW", " k7f3q2mw ": "k7f3q2mw", "koodi k7f3 q2mw": "k7f3 q2mw", "2179-9EGB": "2179-9EGB", "2179 9EGB": "", "12345678": "12345678", "1234-500E": "1234-500E", "8000 euro": "", "8000euro": "", "Haku 2018": "", "varauskoodi K7F3Q2MW": "K7F3Q2MW", "koodini on K7F3-Q2MW.": "K7F3-Q2MW",
		"tapahtum": "", "hyvä päivä": "", "12": "",
	} {
		if got := typedCode(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
