package store

import (
	"testing"

	"kakebot/chat/chattest"
)

func TestPosts(t *testing.T) {
	stores(t, func(t *testing.T, s *Store) {
		p := NewPosts(s.Redis, "test:")
		chattest.TestPosts(t, p, func() {
			keys, err := s.Redis.Keys(t.Context(), "test:post:*").Result()
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range keys {
				if v := s.Redis.Get(t.Context(), k).Val(); v != "posted" {
					s.Redis.Set(t.Context(), k, "1", keepPosts) // a lease that ended in 1970
				}
			}
		})
	})
}
