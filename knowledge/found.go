package knowledge

import (
	"fmt"
	"io"
	"sync"

	"kakebot/knowledge/match"
)

// foundFloor is the share of phrasings, in per cent, that must find their own
// entry when left out of training. Raise it when the figure rises; it may not
// fall.
var foundFloor = map[string]float64{"fi": 89, "sv": 89, "en": 86}

const folds = 10

// CheckFound leaves each phrasing out of training once and looks whether what
// was learnt from the others finds its entry. It reports the share per language
// and what the two thresholds do.
func (p *Programme) CheckFound(report io.Writer) (wrong []string) {
	results := make([][]match.Prediction, len(Asked))
	var all sync.WaitGroup
	for i, lang := range Asked {
		all.Go(func() { results[i] = match.CrossValidate(p.Examples(lang), folds, p.options(lang)) })
	}
	all.Wait()
	for i, lang := range Asked {
		var own, answered, right, offered, silent int
		for _, x := range results[i] {
			if len(x.Ranked) == 0 {
				silent++
				continue
			}
			top := x.Ranked[0]
			if top.Label == x.Label {
				own++
			}
			switch {
			case top.Confidence() >= answerAt:
				answered++
				if top.Label == x.Label {
					right++
				}
			case top.Confidence() >= offerAt:
				offered++
			default:
				silent++
			}
		}
		n := len(results[i])
		share := percent(own, n)
		_, _ = fmt.Fprintf(report, "%s: %d phrasings; left out of training, %.1f %% find their own entry; %.0f %% would be answered (%.1f %% of them rightly), %.0f %% asked back, %.0f %% not understood\n",
			lang, n, share, percent(answered, n), percent(right, answered), percent(offered, n), percent(silent, n))
		if share < foundFloor[lang] {
			wrong = append(wrong, fmt.Sprintf("%s: the share of phrasings that find their own entry fell to %.1f %%; it was at least %.1f %%", lang, share, foundFloor[lang]))
		}
	}
	for name, l := range p.lessons() {
		if _, ok := l.recall(); !ok {
			_, _ = fmt.Fprintf(report, "%s: what is learnt is not embedded, which makes the start slower; go generate ./knowledge embeds it for the built-in programme\n", name)
		}
	}
	return wrong
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}
