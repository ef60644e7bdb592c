package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// A Store is an open Redis, however it was opened.
type Store struct {
	Redis redis.UniversalClient
	Kind  string // "memory", "directory", "joined" (another's directory) or "server"
	close func() error
}

// Open gives the store that the operator asked for: redisURL if it is set, else
// a redis-server child that keeps its data in dir, else a Redis inside this
// process that forgets everything at its end. The error is one line for the
// operator and never holds a password.
func Open(ctx context.Context, redisURL, dir string) (*Store, error) {
	switch {
	case redisURL != "" && dir != "":
		return nil, errors.New("REDIS_URL and --data exclude each other: choose one place for the data")
	case redisURL != "":
		return openServer(ctx, redisURL)
	case dir != "":
		return openChild(ctx, dir)
	default:
		return openEmbedded(), nil
	}
}

// closeWithin is how long Close waits for what is still under way: a Redis that
// hangs must not keep the process.
const closeWithin = 500 * time.Millisecond

var errHangs = errors.New("the Redis server hangs: what was asked of it last has no answer")

// Close ends the connections and whatever Open started.
func (s *Store) Close() error {
	closed := make(chan error, 1)
	go func() { closed <- s.Redis.Close() }()
	var err error
	select {
	case err = <-closed:
	case <-time.After(closeWithin):
		err = errHangs
	}
	if s.close != nil {
		err = errors.Join(err, s.close())
	}
	return err
}

// timeout bounds every command, so that a Redis that hangs delays a person and
// does not silence the assistant.
const timeout = 2 * time.Second

// clusterLook is how often the nodes of a Cluster are looked up, so that a
// failover is followed in seconds.
const clusterLook = 5 * time.Second

func openServer(ctx context.Context, rawURL string) (*Store, error) {
	c, where, err := client(rawURL)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*timeout)
	defer cancel()
	if err := c.Ping(ctx).Err(); err != nil {
		_ = c.Close()
		return nil, fmt.Errorf("no Redis answers at %s: %w", where, err)
	}
	return &Store{Redis: c, Kind: "server"}, nil
}

// client reads a URL: redis:// or rediss:// is one server; with a master_name
// parameter the hosts are Sentinels; with redis+cluster:// or rediss+cluster://
// (or several addr parameters) they are nodes of a Cluster.
func client(rawURL string) (c redis.UniversalClient, where string, err error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" || u.Fragment != "" { // a "#" in a password would make the rest of it a host
		return nil, "", errors.New("REDIS_URL is not a URL such as redis://127.0.0.1:6379/0")
	}
	where = u.Host
	scheme, cluster := strings.CutSuffix(u.Scheme, "+cluster")
	u.Scheme = scheme
	plain := u.String()
	switch {
	case u.Query().Has("master_name"):
		o, err := redis.ParseFailoverURL(plain)
		if err != nil {
			return nil, "", unreadable()
		}
		o.ContextTimeoutEnabled, o.MaxRetries, o.DialerRetries = true, 2, 1
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout = timeout, timeout, timeout
		return redis.NewFailoverClient(o), where, nil
	case cluster || u.Query().Has("addr"):
		o, err := redis.ParseClusterURL(plain)
		if err != nil {
			return nil, "", unreadable()
		}
		o.ContextTimeoutEnabled, o.MaxRetries, o.DialerRetries = true, 2, 1
		o.DialTimeout, o.ReadTimeout, o.WriteTimeout = timeout, timeout, timeout
		o.ClusterStateReloadInterval = clusterLook
		return redis.NewClusterClient(o), where, nil
	default:
		o, err := redis.ParseURL(plain)
		if err != nil {
			return nil, "", unreadable()
		}
		return redis.NewClient(bounded(o)), where, nil
	}
}

// unreadable hides the URL itself, which may hold a password.
func unreadable() error {
	return errors.New("REDIS_URL cannot be read: want redis://, rediss://, ?master_name=… for Sentinel or redis+cluster:// for Cluster")
}

func bounded(o *redis.Options) *redis.Options {
	o.ContextTimeoutEnabled, o.MaxRetries, o.DialerRetries = true, 2, 1
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = timeout, timeout, timeout
	return o
}
