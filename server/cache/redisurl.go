package cache

import (
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

const redisForms = `want redis://[user:password@]host[:port][/database], ` +
	`rediss:// for the same over TLS, unix:///path/to/socket, ` +
	`several hosts separated by commas for a Cluster, ` +
	`or one or more Sentinels with ?master_name=NAME; ` +
	`a comma, slash, question mark, # or @ in a password is written as %2C, %2F, %3F, %23, %40`

// badURL says what is wrong with a Redis URL without repeating any of it: a
// password that is not escaped can end up in every part of a URL.
func badURL(problem string) error {
	return errors.New("cache: the Redis URL " + problem + "; " + redisForms)
}

// redisOptions reads the Redis setting: one URL or a list of them, in which the
// second and later items may leave out the scheme. Credentials, database and
// options are given once, on whichever item.
//
// The user and password are those of the Redis servers, also where the
// addresses are Sentinels'; theirs are sentinel_username and sentinel_password.
func redisOptions(setting string) (*redis.UniversalOptions, error) {
	var (
		hosts      []*url.URL
		scheme, db string
		user       *url.Userinfo
		query      = url.Values{}
		opt        = &redis.UniversalOptions{}
	)
	for i, item := range strings.Split(setting, ",") {
		item = strings.TrimSpace(item)
		if i > 0 && !strings.Contains(item, "://") {
			item = scheme + "://" + item
		}
		u, err := url.Parse(item)
		if err != nil {
			return nil, badURL("cannot be read")
		}
		switch u.Scheme {
		case "redis", "rediss", "unix":
		default:
			return nil, badURL("does not begin with redis://, rediss:// or unix://")
		}
		if i > 0 && u.Scheme != scheme {
			return nil, badURL("mixes schemes")
		}
		scheme = u.Scheme
		if u.Fragment != "" {
			return nil, badURL("has a fragment (#)")
		}
		if u.User != nil {
			if user != nil && user.String() != u.User.String() {
				return nil, badURL("gives different users or passwords")
			}
			user = u.User
		}
		if scheme == "unix" {
			if i > 0 || u.Host != "" || u.Path == "" {
				return nil, badURL("does not name one socket")
			}
			opt.Addrs = []string{u.Path}
		} else {
			if u.Hostname() == "" {
				return nil, badURL("names no host")
			}
			if path := strings.Trim(u.Path, "/"); path != "" {
				if db != "" && db != path {
					return nil, badURL("gives different databases")
				}
				db = path
			}
			hosts = append(hosts, u)
		}
		options, err := url.ParseQuery(u.RawQuery)
		if err != nil {
			return nil, badURL("cannot be read")
		}
		for name, values := range options {
			query[name] = append(query[name], values...)
		}
	}

	if user != nil {
		opt.Username = user.Username()
		opt.Password, _ = user.Password()
	}
	if scheme == "rediss" {
		// No ServerName: the client takes it from each address it dials.
		opt.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	var err error
	for name, values := range query {
		value := values[len(values)-1]
		switch name {
		case "db":
			db = value
		case "master_name":
			opt.MasterName = value
		case "sentinel_username":
			opt.SentinelUsername = value
		case "sentinel_password":
			opt.SentinelPassword = value
		case "pool_size":
			if opt.PoolSize, err = strconv.Atoi(value); err != nil || opt.PoolSize < 1 {
				return nil, badURL("has an unusable value for " + name)
			}
		case "skip_verify":
			skip, err := strconv.ParseBool(value)
			if err != nil || opt.TLSConfig == nil {
				return nil, badURL("has an unusable value for " + name)
			}
			opt.TLSConfig.InsecureSkipVerify = skip
		default:
			return nil, badURL("has an option that is none of db, master_name, sentinel_username, sentinel_password, pool_size, skip_verify")
		}
	}
	if db != "" {
		if opt.DB, err = strconv.Atoi(db); err != nil || opt.DB < 0 {
			return nil, badURL("names a database that is not a number")
		}
	}
	port := "6379"
	if opt.MasterName != "" {
		port = "26379"
	}
	for _, u := range hosts {
		p := u.Port()
		if p == "" {
			p = port
		}
		opt.Addrs = append(opt.Addrs, net.JoinHostPort(u.Hostname(), p))
	}
	switch {
	case opt.MasterName == "" && query.Has("master_name"):
		return nil, badURL("has an unusable value for master_name")
	case scheme == "unix" && opt.MasterName != "":
		return nil, badURL("names a Sentinel's socket")
	case len(opt.Addrs) > 1 && opt.MasterName == "" && opt.DB != 0:
		return nil, badURL("names a database, and a Cluster has only database 0")
	}
	return opt, nil
}
