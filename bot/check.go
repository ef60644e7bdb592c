package main

import (
	"context"
	"fmt"
)

// check verifies the knowledge and prints what is wrong, one line each.
func check(_ context.Context, c config, s streams) error {
	p, err := loadProgramme(c.knowledge)
	if err != nil {
		return err
	}
	wrong := p.Check()
	if len(wrong) == 0 {
		wrong = p.CheckFound(s.out)
	}
	for _, r := range p.Remarks() {
		_, _ = fmt.Fprintln(s.out, "remark:", r)
	}
	for _, w := range wrong {
		_, _ = fmt.Fprintln(s.out, w)
	}
	if len(wrong) > 0 {
		_, _ = fmt.Fprintf(s.out, "%d things are wrong\n", len(wrong))
		return errFound
	}
	_, _ = fmt.Fprintln(s.out, "the knowledge is whole")
	return nil
}
