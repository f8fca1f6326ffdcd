package cache

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRedisOptions(t *testing.T) {
	type options struct {
		Addrs                              []string
		User, Password                     string
		DB                                 int
		TLS, SkipVerify                    bool
		Master                             string
		SentinelUsername, SentinelPassword string
		PoolSize                           int
	}
	for _, test := range []struct {
		setting string
		want    options
	}{
		{"redis://localhost", options{Addrs: []string{"localhost:6379"}}},
		{"redis://localhost:7000/3", options{Addrs: []string{"localhost:7000"}, DB: 3}},
		{"redis://localhost/?db=3", options{Addrs: []string{"localhost:6379"}, DB: 3}},
		{"redis://[::1]", options{Addrs: []string{"[::1]:6379"}}},
		{"redis://[::1]:7000", options{Addrs: []string{"[::1]:7000"}}},
		{"redis://:p%2C%2F%40%23w@h", options{Addrs: []string{"h:6379"}, Password: "p,/@#w"}},
		{"redis://u:p@h?pool_size=7", options{Addrs: []string{"h:6379"}, User: "u", Password: "p", PoolSize: 7}},
		{"rediss://h", options{Addrs: []string{"h:6379"}, TLS: true}},
		{"rediss://h?skip_verify=true", options{Addrs: []string{"h:6379"}, TLS: true, SkipVerify: true}},
		{" redis://h, i\n", options{Addrs: []string{"h:6379", "i:6379"}}},
		{"redis://h?master_name=m,i", options{Addrs: []string{"h:26379", "i:26379"}, Master: "m"}},
		{"unix:///run/redis.sock", options{Addrs: []string{"/run/redis.sock"}}},
		{"unix://u:p@/run/redis.sock?db=2", options{Addrs: []string{"/run/redis.sock"}, User: "u", Password: "p", DB: 2}},
		{"redis://a,redis://b:7001", options{Addrs: []string{"a:6379", "b:7001"}}},
		{"redis://u:p@a:7000,b:7001, c", options{Addrs: []string{"a:7000", "b:7001", "c:6379"}, User: "u", Password: "p"}},
		{"redis://u:p@a,redis://u:p@b", options{Addrs: []string{"a:6379", "b:6379"}, User: "u", Password: "p"}},
		{"rediss://a,b", options{Addrs: []string{"a:6379", "b:6379"}, TLS: true}},
		{"redis://s1?master_name=m", options{Addrs: []string{"s1:26379"}, Master: "m"}},
		{"redis://:p@s1,s2:26380/1?master_name=m&sentinel_username=su&sentinel_password=sp", options{
			Addrs: []string{"s1:26379", "s2:26380"}, Password: "p", DB: 1, Master: "m",
			SentinelUsername: "su", SentinelPassword: "sp",
		}},
	} {
		opt, err := redisOptions(test.setting)
		if err != nil {
			t.Errorf("redisOptions(%q): %v", test.setting, err)
			continue
		}
		got := options{
			Addrs: opt.Addrs, User: opt.Username, Password: opt.Password, DB: opt.DB,
			TLS: opt.TLSConfig != nil, Master: opt.MasterName,
			SentinelUsername: opt.SentinelUsername, SentinelPassword: opt.SentinelPassword, PoolSize: opt.PoolSize,
		}
		if got.TLS {
			got.SkipVerify = opt.TLSConfig.InsecureSkipVerify
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("redisOptions(%q) (-want +got):\n%s", test.setting, diff)
		}
	}
}

func TestRedisOptionsErrors(t *testing.T) {
	for setting, want := range map[string]string{
		"localhost":                        "does not begin with redis://, rediss:// or unix://",
		"localhost:6379":                   "does not begin with",
		"http://:hunter2@h":                "does not begin with",
		"hunter2@h":                        "does not begin with",
		"redis:h":                          "names no host",
		"redis:hunter2@h":                  "names no host",
		"unix:hunter2@h":                   "does not name one socket",
		"hunter2://h":                      "does not begin with",
		"redis://":                         "names no host",
		"redis://:6379":                    "names no host",
		"redis:///1":                       "names no host",
		"redis://a,":                       "names no host",
		"redis://a,,b":                     "names no host",
		"redis://:hunter2@h/x":             "names a database that is not a number",
		"redis://h/-1":                     "names a database that is not a number",
		"redis://h/1/2":                    "names a database that is not a number",
		"redis://h:port":                   "cannot be read",
		"redis://:hunter2%zz@h":            "cannot be read",
		"redis://:hunter2/x@h":             "cannot be read",
		"redis://:hunter2#x@h":             "cannot be read",
		"redis://:hunter2?x@h":             "cannot be read",
		"redis://:hunter2,x@h":             "cannot be read",
		"redis://u:12/hunter2@h":           "names a database that is not a number",
		"redis://u:12?hunter2@h":           "has an option that is none of",
		"redis://u:12#hunter2@h":           "has a fragment",
		"redis://h?read_timeout=1s":        "has an option that is none of db, master_name,",
		"redis://h?hunter2":                "has an option that is none of",
		"redis://h?pool_size=0":            "unusable value for pool_size",
		"redis://h?pool_size=hunter2":      "unusable value for pool_size",
		"redis://h?skip_verify=true":       "unusable value for skip_verify",
		"rediss://h?skip_verify=hunter2":   "unusable value for skip_verify",
		"redis://h?master_name=":           "unusable value for master_name",
		"redis://a,rediss://b":             "mixes schemes",
		"redis://:hunter2@a,redis://:h@b":  "gives different users or passwords",
		"redis://a/1,redis://b/2":          "gives different databases",
		"redis://a,b/1":                    "a Cluster has only database 0",
		"unix://run/redis.sock":            "does not name one socket",
		"unix://":                          "does not name one socket",
		"unix:///a,unix:///b":              "does not name one socket",
		"unix://:hunter2@/a?master_name=m": "names a Sentinel's socket",
		"redis://h?sentinel_password=%":    "cannot be read",
	} {
		opt, err := redisOptions(setting)
		if err == nil {
			t.Errorf("redisOptions(%q) = %+v, want an error", setting, opt)
			continue
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), redisForms) {
			t.Errorf("redisOptions(%q): %v, want %q and what would be right", setting, err, want)
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("redisOptions(%q) tells the password: %v", setting, err)
		}
	}
}

func FuzzRedisOptions(f *testing.F) {
	f.Add("redis://u:p@a:7000,b:7001/0?master_name=m")
	f.Add("unix:///run/redis.sock")
	f.Fuzz(func(t *testing.T, setting string) {
		opt, err := redisOptions(setting)
		if err == nil && len(opt.Addrs) == 0 {
			t.Errorf("redisOptions(%q) has no address and no error", setting)
		}
	})
}
