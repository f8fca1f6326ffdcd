package cache

import (
	"slices"
	"strings"
	"testing"
)

func TestNewKey(t *testing.T) {
	lists := [][]string{
		nil,
		{""},
		{"", ""},
		{"a"},
		{"a", ""},
		{"", "a"},
		{"ab", "c"},
		{"a", "bc"},
		{"abc"},
		{"a", "b", "c"},
		{"a\x00b"},
		{"\x00\x00\x00\x00\x00\x00\x00\x00"},
		{strings.Repeat("a", 256)},
	}
	seen := map[Key][]string{}
	for _, parts := range lists {
		k := NewKey(parts...)
		if other, ok := seen[k]; ok {
			t.Errorf("NewKey(%q) = NewKey(%q)", parts, other)
		}
		seen[k] = parts
		if again := NewKey(slices.Clone(parts)...); again != k {
			t.Errorf("NewKey(%q) = %v and then %v", parts, k, again)
		}
	}
	// Keys outlive a process: another value here would empty every Redis.
	const want = "f5c9fa7a98242e2bb4fbaca8e36f4de9c157a3f907b831dce00adb42e715f82d"
	if got := NewKey("build", "chart").String(); got != want {
		t.Errorf("NewKey(build, chart).String() = %q, want %q", got, want)
	}
}

func FuzzNewKey(f *testing.F) {
	f.Add("a\nb", "ab")
	f.Add("", "\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		p, q := strings.Split(a, "\n"), strings.Split(b, "\n")
		if same := NewKey(p...) == NewKey(q...); same != slices.Equal(p, q) {
			t.Errorf("NewKey(%q) == NewKey(%q) is %v", p, q, same)
		}
	})
}
