package chattest

import "testing"

func TestPostsOfThisPackage(t *testing.T) {
	var p Posts
	TestPosts(t, &p, p.Doubt)
}

func TestReplies(t *testing.T) {
	for _, s := range Replies() {
		for _, w := range Wrong(s.Reply) {
			t.Errorf("%s: %s", s.Name, w)
		}
	}
}
