package store

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// TestURLs reads every form of REDIS_URL that the README names.
func TestURLs(t *testing.T) {
	for _, x := range []struct {
		url, where string
		right      func(redis.UniversalClient) bool
	}{
		{"redis://127.0.0.1", "127.0.0.1", func(c redis.UniversalClient) bool {
			o := c.(*redis.Client).Options()
			return o.Addr == "127.0.0.1:6379" && o.DB == 0 && o.TLSConfig == nil
		}},
		{"redis://anna:s3cret@h:7000/3", "h:7000", func(c redis.UniversalClient) bool {
			o := c.(*redis.Client).Options()
			return o.Addr == "h:7000" && o.DB == 3 && o.Username == "anna" && o.Password == "s3cret"
		}},
		{"rediss://:s%23cr%40t@h:7000", "h:7000", func(c redis.UniversalClient) bool {
			o := c.(*redis.Client).Options()
			return o.TLSConfig != nil && o.TLSConfig.ServerName == "h" && o.Password == "s#cr@t"
		}},
		{"redis://[::1]:7000", "[::1]:7000", func(c redis.UniversalClient) bool {
			return c.(*redis.Client).Options().Addr == "[::1]:7000"
		}},
		{"redis://:s3cret@s1:26379?addr=s2:26379&master_name=kake", "s1:26379", func(c redis.UniversalClient) bool {
			return c.(*redis.Client).Options().Addr == "FailoverClient"
		}},
		{"redis+cluster://:s3cret@n1:7000?addr=n2:7000&addr=n3:7000", "n1:7000", func(c redis.UniversalClient) bool {
			o := c.(*redis.ClusterClient).Options()
			return len(o.Addrs) == 3 && o.Password == "s3cret" && o.TLSConfig == nil
		}},
		{"rediss+cluster://n1:7000", "n1:7000", func(c redis.UniversalClient) bool {
			return c.(*redis.ClusterClient).Options().TLSConfig != nil
		}},
		{"redis://n1:7000?addr=n2:7000", "n1:7000", func(c redis.UniversalClient) bool {
			return len(c.(*redis.ClusterClient).Options().Addrs) == 2
		}},
	} {
		c, where, err := client(x.url)
		if err != nil {
			t.Errorf("%s: %v", x.url, err)
			continue
		}
		if where != x.where || !x.right(c) {
			t.Errorf("%s is read wrongly, at %s", x.url, where)
		}
		_ = c.Close()
	}
}

// TestOpenRefuses holds that a place that cannot be used is one sentence, and
// that no form of mistake shows the password.
func TestOpenRefuses(t *testing.T) {
	for _, x := range []struct{ url, dir, want string }{
		{"redis://127.0.0.1:1/0", t.TempDir(), "exclude each other"},
		{"nonsense", "", "not a URL"},
		{"127.0.0.1:6379", "", "not a URL"},
		{"redis://", "", "not a URL"},
		{"redis://user:s3cret", "", "not a URL"},
		{"redis://:s3c ret@h:1", "", "not a URL"},
		{"redis://:x%zzs3cret@h:1", "", "not a URL"},
		{"redis://user:12#s3cret@h:1", "", "not a URL"},
		{"redis://user:12/s3cret@h:1", "", "cannot be read"},
		{"redis://user:12?s3cret@h:1", "", "cannot be read"},
		{"redis://:s3cret@127.0.0.1:1/zero", "", "cannot be read"},
		{"redis://:s3cret@127.0.0.1:1?no_such_setting=s3cret", "", "cannot be read"},
		{"redis+cluster://:s3cret@127.0.0.1:1?no_such_setting=1", "", "cannot be read"},
		{"redis://:s3cret@127.0.0.1:1?master_name=m&no_such_setting=1", "", "cannot be read"},
		{"http://:s3cret@127.0.0.1:1", "", "cannot be read"},
		{"redis://user:s3cret@127.0.0.1:1/0", "", "no Redis answers at 127.0.0.1:1"},
		{"rediss://user:s3cret@127.0.0.1:1/0", "", "no Redis answers at 127.0.0.1:1"},
		{"redis+cluster://:s3cret@127.0.0.1:1?addr=127.0.0.1:2", "", "no Redis answers"},
		{"redis://:s3cret@127.0.0.1:1?master_name=m", "", "no Redis answers"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		s, err := Open(ctx, x.url, x.dir)
		if ctx.Err() != nil {
			t.Errorf("%s: took too long", x.url)
		}
		cancel()
		if err == nil {
			_ = s.Close()
			t.Errorf("%s opens", x.url)
			continue
		}
		if e := err.Error(); !strings.Contains(e, x.want) || strings.Contains(e, "s3c") || strings.Contains(e, "\n") {
			t.Errorf("%s: %v", x.url, err)
		}
	}
}

// TestOpenHanging meets a server that takes the connection and says nothing.
func TestOpenHanging(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, url := range []string{"redis://" + l.Addr().String(), "redis+cluster://" + l.Addr().String()} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, err := Open(ctx, url, ""); err == nil || !strings.Contains(err.Error(), "no Redis answers") {
			t.Errorf("%v", err)
		}
		cancel()
	}
}
