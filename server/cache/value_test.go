package cache

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValueRoundTrip(t *testing.T) {
	for name, a := range map[string]Artifact{
		"zero":  {},
		"empty": NewArtifact("text/css", nil),
		"text":  NewArtifact("text/html; charset=utf-8", []byte("Әділ сөз")),
		"file":  {ContentType: "text/csv", Disposition: `attachment; filename="a.csv"`, Gzip: noise(8)},
		"large": {ContentType: "image/png", Gzip: noise(1 << 16)},
	} {
		b, err := encodeValue(a)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeValue(b)
		if err != nil {
			t.Errorf("%s: decodeValue: %v", name, err)
		}
		if diff := cmp.Diff(a, got); diff != "" {
			t.Errorf("%s: an artifact comes back changed (-want +got):\n%s", name, diff)
		}
	}
}

// seal appends the checksum that b would need.
func seal(b string) []byte {
	return binary.BigEndian.AppendUint32([]byte(b), checksum([]byte(b)))
}

func TestDecodeValueErrors(t *testing.T) {
	good, err := encodeValue(NewArtifact("text/plain", []byte("body")))
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"nothing":          nil,
		"short":            []byte("SZ\x02"),
		"foreign":          []byte("a value of another program"),
		"too large":        append(bytes.Clone(good), make([]byte, maxValue)...),
		"another version":  seal("SZ\x01\x00\x00\x00\x00"),
		"no lengths":       seal("SZ\x02"),
		"length too large": seal("SZ\x02\x05a"),
		"length overflows": seal("SZ\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
		"length endless":   seal("SZ\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
		"left over":        seal("SZ\x02\x00\x00\x00\x00x"),
	} {
		if a, err := decodeValue(b); err == nil {
			t.Errorf("%s: decodeValue = %+v and no error", name, a)
		}
	}
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 1
		if _, err := decodeValue(b); err == nil {
			t.Errorf("decodeValue does not see that byte %d is changed", i)
		}
		if _, err := decodeValue(good[:i]); err == nil {
			t.Errorf("decodeValue does not see that the value ends at byte %d", i)
		}
	}
}

func TestEncodeValueTooLarge(t *testing.T) {
	if _, err := encodeValue(Artifact{Gzip: make([]byte, maxValue)}); !errors.Is(err, errValueTooLarge) {
		t.Errorf("encodeValue = %v, want %v", err, errValueTooLarge)
	}
}

func FuzzDecode(f *testing.F) {
	for _, body := range []string{"", "body"} {
		b, err := encodeValue(NewArtifact("text/plain", []byte(body)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:len(b)-4])
	}
	f.Add([]byte("SZ\x02\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		decodeValue(b)
		// Behind the checksum lies the part that random bytes do not reach.
		a, err := decodeValue(seal(string(b)))
		if err != nil {
			return
		}
		again, err := encodeValue(a)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeValue(again)
		if err != nil {
			t.Fatalf("decodeValue(encodeValue(%+v)): %v", a, err)
		}
		if diff := cmp.Diff(a, got); diff != "" {
			t.Errorf("an artifact comes back changed (-want +got):\n%s", diff)
		}
	})
}
