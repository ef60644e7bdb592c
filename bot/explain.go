package main

import (
	"cmp"
	"fmt"
	"strings"

	"kakebot/knowledge"
)

// explained says for those who keep the knowledge why a message got its answer:
// what was matched, how sure, which words counted, which rule decided. It does
// not know what was said before the message.
func (k *kakebot) explained(text, lang string) []string {
	w := k.assistant.Finder.Explain(text, lang, k.clock.now(), knowledge.Context{})
	lines := []string{
		fmt.Sprintf("entry       %s%s", cmp.Or(w.Entry, "none"), within(w.Variant)),
		fmt.Sprintf("confidence  %.3f (answers from %.2f, offers from %.2f, unsafe from %.2f)", w.Confidence, w.AnswerAt, w.OfferAt, w.UnsafeAt),
		fmt.Sprintf("rule        %s", cmp.Or(w.Rule, "the words alone")),
		fmt.Sprintf("words say   %s", cmp.Or(w.Matched, "nothing")),
		fmt.Sprintf("nearest     %s", cmp.Or(w.Nearest, "none")),
	}
	for _, x := range w.Words {
		as := ""
		if x.As != "" && x.As != x.Word {
			as = " (read as " + x.As + ")"
		}
		lines = append(lines, fmt.Sprintf("  %+7.3f   %s%s", x.Weight, x.Word, as))
	}
	var ranked []string
	for _, r := range w.Ranked {
		ranked = append(ranked, fmt.Sprintf("%s %.3f", r.Label, r.Confidence()))
	}
	return append(lines, "ranked      "+strings.Join(ranked, ", "))
}

func within(variant string) string {
	if variant == "" {
		return ""
	}
	return ", text " + variant
}
