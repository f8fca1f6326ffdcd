package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// Key names everything that the bytes of an artifact depend on, so that an
// artifact under a key never changes and nothing is ever invalidated: new data
// or new code makes new keys, and the old ones expire.
type Key [sha256.Size]byte

// NewKey returns the key of a list of parts. Lists that differ in any part, in
// the order or in the number of parts have different keys.
func NewKey(parts ...string) Key {
	var b []byte
	for _, part := range parts {
		// The length in front keeps ("ab", "c") apart from ("a", "bc").
		b = binary.BigEndian.AppendUint64(b, uint64(len(part)))
		b = append(b, part...)
	}
	return sha256.Sum256(b)
}

// String returns the key as 64 lower-case hexadecimal digits, which also serve
// as the artifact's ETag.
func (k Key) String() string { return hex.EncodeToString(k[:]) }
