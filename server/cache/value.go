package cache

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// A value in Redis is
//
//	"SZ", the version, then content type, disposition, brotli and gzip body, each with its
//	length in front as a varint, then a CRC-32C of all that, big endian.
//
// The checksum is there because other programs may write to the same Redis, and
// because a compressed body that is damaged in the middle is found out only by
// the reader's browser.
const (
	valueMagic   = "SZ"
	valueVersion = 2

	// maxValue bounds what is written to Redis and what is read back.
	maxValue = 8 << 20
)

var errValueTooLarge = fmt.Errorf("cache: artifact is larger than %d bytes", maxValue)

// encodeValue returns a in the form that it has in Redis.
func encodeValue(a Artifact) ([]byte, error) {
	size := len(valueMagic) + 1 + len(a.ContentType) + len(a.Disposition) + len(a.Brotli) + len(a.Gzip) + 4*binary.MaxVarintLen32 + crc32.Size
	if size > maxValue {
		return nil, errValueTooLarge
	}
	b := make([]byte, 0, size)
	b = append(b, valueMagic...)
	b = append(b, valueVersion)
	b = binary.AppendUvarint(b, uint64(len(a.ContentType)))
	b = append(b, a.ContentType...)
	b = binary.AppendUvarint(b, uint64(len(a.Disposition)))
	b = append(b, a.Disposition...)
	b = binary.AppendUvarint(b, uint64(len(a.Brotli)))
	b = append(b, a.Brotli...)
	b = binary.AppendUvarint(b, uint64(len(a.Gzip)))
	b = append(b, a.Gzip...)
	return binary.BigEndian.AppendUint32(b, checksum(b)), nil
}

// decodeValue reads what encodeValue wrote. The artifact's bodies are parts of
// b, which must not change afterwards.
func decodeValue(b []byte) (Artifact, error) {
	if len(b) > maxValue {
		return Artifact{}, errValueTooLarge
	}
	head := len(valueMagic) + 1
	if len(b) < head+crc32.Size || string(b[:len(valueMagic)]) != valueMagic {
		return Artifact{}, errors.New("cache: not a value of this cache")
	}
	if v := b[len(valueMagic)]; v != valueVersion {
		return Artifact{}, fmt.Errorf("cache: value of version %d, want %d", v, valueVersion)
	}
	rest, sum := b[:len(b)-crc32.Size], binary.BigEndian.Uint32(b[len(b)-crc32.Size:])
	if checksum(rest) != sum {
		return Artifact{}, errors.New("cache: value is damaged: its checksum is wrong")
	}
	rest = rest[head:]
	var fields [4][]byte
	for i := range fields {
		n, used := binary.Uvarint(rest)
		if used <= 0 || n > uint64(len(rest)-used) {
			return Artifact{}, errors.New("cache: value is damaged: a length is wrong")
		}
		end := used + int(n)
		if n > 0 {
			fields[i] = rest[used:end:end]
		}
		rest = rest[end:]
	}
	if len(rest) > 0 {
		return Artifact{}, errors.New("cache: value is damaged: bytes are left over")
	}
	return Artifact{ContentType: string(fields[0]), Disposition: string(fields[1]), Brotli: fields[2], Gzip: fields[3]}, nil
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
