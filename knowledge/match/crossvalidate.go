package match

import "sync"

// A Prediction is what a model says of an example it was not trained on: the
// three most probable labels.
type Prediction struct {
	Example
	Ranked []Scored
}

// CrossValidate ranks every example by a model trained without its fold, in
// the order given. The examples of a label are dealt to the folds in turn, so
// the outcome is the same on every run; a label with a single example is
// unknown when that one is asked. Fewer than two folds count as two. The folds
// are trained side by side.
func CrossValidate(examples []Example, folds int, o Options) []Prediction {
	folds = max(2, folds)
	fold := deal(examples, folds)
	predictions := make([]Prediction, len(examples))
	var group sync.WaitGroup
	for f := range folds {
		group.Go(func() {
			var rest []Example
			for i, e := range examples {
				if fold[i] != f {
					rest = append(rest, e)
				}
			}
			m := Train(rest, o)
			for i, e := range examples {
				if fold[i] == f {
					predictions[i] = Prediction{e, m.Rank(Tokens(e.Text), 3)}
				}
			}
		})
	}
	group.Wait()
	return predictions
}

// deal gives the fold of every example. Each label begins with another fold,
// so that small labels do not all meet in the first.
func deal(examples []Example, folds int) []int {
	next := map[string]int{}
	fold := make([]int, len(examples))
	for i, e := range examples {
		n, ok := next[e.Label]
		if !ok {
			n = len(next)
		}
		fold[i] = n % folds
		next[e.Label] = n + 1
	}
	return fold
}
