package main

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
)

// TestMain makes the test's binary a worker when a run under test asks for one.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == workerArg {
		os.Exit(work(os.Args[2], os.Stdin, time.Now))
	}
	os.Exit(m.Run())
}

// prove makes a short run and gives its exit code and report.
func prove(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var s Settings
	flags := flag.NewFlagSet("proof", flag.ContinueOnError)
	s.flags(flags)
	if err := flags.Parse(append([]string{"-people", "2000", "-lease", "2s"}, args...)); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	code, err := run(t.Context(), s, time.Now, &out)
	if errors.Is(err, errNoServer) && os.Getenv("KAKEBOT_REQUIRE_REDIS") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	return code, out.String()
}

// TestEachOnce leaves the time until a killed worker's jobs go on to longer runs.
func TestEachOnce(t *testing.T) {
	if _, out := prove(t); !strings.Contains(out, "lost 0, twice 0") {
		t.Error("a promise is broken")
	}
}

// TestWithoutLooking breaks a promise and wants it noticed. Whether begin is
// missed hangs on the moment of the freeze: that control is for longer runs, and
// the year of virtual time has it too.
func TestWithoutLooking(t *testing.T) {
	if code, out := prove(t, "-control", "look"); code != 1 || strings.Contains(out, "twice 0") {
		t.Error("nothing came twice")
	}
}

// TestControlsApply finds the text of every control in the scripts as they are.
func TestControlsApply(t *testing.T) {
	scripts, err := os.ReadFile("../scripts.go")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range controls {
		if !strings.Contains(string(scripts), c.text) {
			t.Errorf("%s: no script says %q", name, c.text)
		}
	}
}
