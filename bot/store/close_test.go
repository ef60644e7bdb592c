package store

import (
	"errors"
	"net"
	"testing"

	"github.com/redis/go-redis/v9"
)

// TestCloseWithoutAnswer closes while a command is under way to a Redis that
// takes it and never answers.
func TestCloseWithoutAnswer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := &Store{Redis: redis.NewClient(&redis.Options{Addr: l.Addr().String(), ReadTimeout: -1, MaxRetries: -1})}
	queue, err := s.Redis.AsyncAutoPipeline()
	if err != nil {
		t.Fatal(err)
	}
	queue.Submit(t.Context(), redis.NewCmd(t.Context(), "get", "key"))
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); !errors.Is(err, errHangs) {
		t.Errorf("got %v", err)
	}
}
